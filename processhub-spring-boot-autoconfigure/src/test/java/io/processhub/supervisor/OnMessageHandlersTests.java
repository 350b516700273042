/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.io.Serializable;
import java.lang.reflect.Method;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.processhub.MessageHandlerException;
import io.processhub.annotation.OnMessage;
import io.processhub.process.ProcessContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link OnMessageHandlers}.
 */
class OnMessageHandlersTests {

	private static final Instance CONTEXT = context();

	@Test
	void mostSpecificHandlerGetsTheMessage() throws Throwable {
		OnMessageHandlers handlers = handlers(Specific.class);
		assertThat(handle(handlers, new Specific(), 1)).isEqualTo("integer");
		assertThat(handle(handlers, new Specific(), 1.0)).isEqualTo("number");
		assertThat(handle(handlers, new Specific(), "text")).isEqualTo("object");
	}

	@Test
	void interfacesCountAsTypes() throws Throwable {
		OnMessageHandlers handlers = handlers(Interfaces.class);
		assertThat(handle(handlers, new Interfaces(), new Both())).isEqualTo("more");
	}

	@Test
	void sameHandlerForTheSameClass() {
		OnMessageHandlers handlers = handlers(Specific.class);
		assertThat(handlers.find("p", 1)).isSameAs(handlers.find("p", 2)).isNotSameAs(handlers.find("p", ""));
	}

	@Test
	void ambiguousMessageIsReported() {
		OnMessageHandlers handlers = handlers(Ambiguous.class);
		assertThatExceptionOfType(MessageHandlerException.class).isThrownBy(() -> handlers.find("p-1", "text"))
			.withMessageContaining("Hub 'h'")
			.withMessageContaining("'p-1'")
			.withMessageContaining("'t'")
			.withMessageContaining("java.lang.String")
			.withMessageContaining(CharSequence.class.getName())
			.withMessageContaining(Comparable.class.getName())
			.satisfies((ex) -> assertThat(ex.getProcessId()).isEqualTo("p-1"))
			.satisfies((ex) -> assertThat(ex.getHub()).isEqualTo("h"));
	}

	@Test
	void missingHandlerIsReportedWithWhatThereIs() {
		OnMessageHandlers handlers = handlers(Ambiguous.class);
		assertThatExceptionOfType(MessageHandlerException.class).isThrownBy(() -> handlers.find("p-1", new Object()))
			.withMessageContaining("'h'")
			.withMessageContaining("'p-1'")
			.withMessageContaining("'t'")
			.withMessageContaining("java.lang.Object")
			.withMessageContaining(CharSequence.class.getName());
		assertThatExceptionOfType(MessageHandlerException.class).isThrownBy(() -> handlers(None.class).find("p", 1))
			.withMessageContaining("no messages");
	}

	@Test
	void primitivesAreTheirBoxes() throws Throwable {
		OnMessageHandlers handlers = handlers(Primitives.class);
		assertThat(handle(handlers, new Primitives(), 2)).isEqualTo(4L);
		assertThat(handle(handlers, new Primitives(), true)).isNull();
	}

	@Test
	void contextIsHandedOver() throws Throwable {
		assertThat(handle(handlers(WithContext.class), new WithContext(), "text")).isSameAs(CONTEXT);
	}

	@Test
	void privateAndInheritedMethodsAreFound() throws Throwable {
		OnMessageHandlers handlers = handlers(Child.class);
		assertThat(handle(handlers, new Child(), "text")).isEqualTo("private text");
		assertThat(handle(handlers, new Child(), 1)).isEqualTo("child 1");
		assertThat(handle(handlers, new Child(), 'c')).isEqualTo("generic c");
	}

	@Test
	void whatTheHandlerThrowsComesOutAsItIs() {
		Exception thrown = new Exception("checked");
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> handle(handlers(Throwing.class), new Throwing(), thrown))
			.isSameAs(thrown);
	}

	@Test
	void methodIsMadeInvocable() throws Throwable {
		UnaryOperator<Method> invocable = (method) -> {
			try {
				return Proxied.class.getDeclaredMethod(method.getName(), method.getParameterTypes());
			}
			catch (NoSuchMethodException ex) {
				throw new IllegalStateException(ex);
			}
		};
		OnMessageHandlers handlers = OnMessageHandlers.of(Target.class, invocable, "h", "t");
		assertThat(handle(handlers, (Proxied) (text) -> "proxied", "text")).isEqualTo("proxied");
	}

	@Test
	void twoHandlersForTheSameTypeAreRefused() {
		assertThatIllegalStateException().isThrownBy(() -> handlers(Duplicate.class))
			.withMessageContaining(Duplicate.class.getName())
			.withMessageContaining("first(int)")
			.withMessageContaining("second(Integer)");
	}

	@Test
	void wrongParametersAreRefused() {
		for (Class<?> wrong : new Class<?>[] { NoParameter.class, TwoMessages.class, ThreeParameters.class,
				OnlyContext.class }) {
			assertThatIllegalStateException().isThrownBy(() -> handlers(wrong))
				.withMessageContaining(wrong.getName())
				.withMessageContaining("on(")
				.withMessageContaining("ProcessContext");
		}
		assertThatIllegalStateException().isThrownBy(() -> handlers(StaticMethod.class))
			.withMessageContaining("StaticMethod.on(String)")
			.withMessageContaining("static");
	}

	private static OnMessageHandlers handlers(Class<?> userClass) {
		return OnMessageHandlers.of(userClass, (method) -> method, "h", "t");
	}

	private static @Nullable Object handle(OnMessageHandlers handlers, Object instance, Object message)
			throws Throwable {
		return handlers.find("p", message).handle(instance, message, CONTEXT);
	}

	private static Instance context() {
		SupervisorFixture fixture = new SupervisorFixture();
		Recorder recorder = new Recorder();
		fixture.start("p", Recorder.class, () -> recorder);
		return (Instance) recorder.context();
	}

	static class Specific {

		@OnMessage
		String on(Object message) {
			return "object";
		}

		@OnMessage
		String on(Number message) {
			return "number";
		}

		@OnMessage
		String on(Integer message) {
			return "integer";
		}

	}

	interface Less {

	}

	interface More extends Less {

	}

	static final class Both implements Less, More {

	}

	static class Interfaces {

		@OnMessage
		String less(Less message) {
			return "less";
		}

		@OnMessage
		String more(More message) {
			return "more";
		}

		@OnMessage
		String object(Object message) {
			return "object";
		}

	}

	static class Ambiguous {

		@OnMessage
		void on(CharSequence message) {
		}

		@OnMessage
		void on(Comparable<?> message) {
		}

		@OnMessage
		void on(Number message) {
		}

	}

	static class None {

	}

	static class Primitives {

		@OnMessage
		long on(int message) {
			return message * 2L;
		}

		@OnMessage
		void on(boolean message) {
		}

	}

	static class WithContext {

		@OnMessage
		Object on(String message, ProcessContext context) {
			return context;
		}

	}

	abstract static class Parent<T extends Serializable> {

		@OnMessage
		private String secret(String message) {
			return "private " + message;
		}

		@OnMessage
		String on(Integer message) {
			return "parent " + message;
		}

		@OnMessage
		String generic(T message) {
			return "generic " + message;
		}

	}

	static class Child extends Parent<Character> {

		@Override
		String on(Integer message) {
			return "child " + message;
		}

	}

	static class Throwing {

		@OnMessage
		void on(Exception message) throws Exception {
			throw message;
		}

	}

	interface Proxied {

		String on(String message);

	}

	static class Target implements Proxied {

		@Override
		@OnMessage
		public String on(String message) {
			return "target";
		}

	}

	static class Duplicate {

		@OnMessage
		void first(int message) {
		}

		@OnMessage
		void second(Integer message) {
		}

	}

	static class NoParameter {

		@OnMessage
		void on() {
		}

	}

	static class TwoMessages {

		@OnMessage
		void on(String message, String other) {
		}

	}

	static class ThreeParameters {

		@OnMessage
		void on(String message, ProcessContext context, String other) {
		}

	}

	static class OnlyContext {

		@OnMessage
		void on(ProcessContext context) {
		}

	}

	static class StaticMethod {

		@OnMessage
		static void on(String message) {
		}

	}

}
