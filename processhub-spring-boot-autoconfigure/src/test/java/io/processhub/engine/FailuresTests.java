/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.processhub.MailboxFullException;
import io.processhub.ProcessCallException;
import io.processhub.ProcessHubException;
import io.processhub.ProcessUnavailableException;
import io.processhub.testing.HostileExceptions;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Failures}.
 */
@Timeout(60)
class FailuresTests {

	static Stream<Throwable> hostile() {
		return HostileExceptions.all();
	}

	@ParameterizedTest
	@MethodSource("hostile")
	void anyExceptionOfAHandlerReachesTheCaller(Throwable error) {
		ProcessHubException typed = Failures.typed("hub", "p", error);
		assertThat(typed).isInstanceOf(ProcessCallException.class).hasMessageContaining("'p'");
		ProcessHubException there = send(typed);
		assertThat(there).isInstanceOfSatisfying(ProcessCallException.class,
				(call) -> assertThat(call.getExceptionType()).isEqualTo(error.getClass().getName()));
		assertThat(there.getMessage()).hasSizeLessThan(10_000);
	}

	@Test
	void typedFailuresKeepTheirType() {
		assertThat(send(new MailboxFullException("hub", "p", "full"))).isInstanceOf(MailboxFullException.class)
			.hasMessage("full");
	}

	@Test
	void failureOfATypeOfTheUserIsSomethingElseThere() {
		class Own extends ProcessHubException {

			Own() {
				super("hub", "p", "own", null);
			}

			@Override
			public String getMessage() {
				throw new IllegalStateException("getMessage");
			}

		}
		assertThat(send(Failures.typed("hub", "p", new Own()))).isInstanceOf(ProcessUnavailableException.class)
			.hasMessageContaining("Own");
	}

	@Test
	void wrappersAreTakenOffAsLongAsTheyHaveAnEnd() {
		Exception cause = new Exception("cause");
		assertThat(Failures.unwrap(new CompletionException(new CompletionException(cause)))).isSameAs(cause);
		class Circle extends CompletionException {

			@Override
			public synchronized Throwable getCause() {
				return this;
			}

		}
		assertThat(Failures.typed("hub", "p", new Circle())).isInstanceOf(ProcessCallException.class);
	}

	private static ProcessHubException send(ProcessHubException failure) {
		WireWriter writer = new WireWriter(64);
		Failures.write(failure, writer);
		return Failures.read("hub", "p", new WireReader(writer.toByteArray()));
	}

}
