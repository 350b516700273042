/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.processhub.ProcessRole;
import io.processhub.StopReason;
import io.processhub.cluster.PayloadCodec;
import io.processhub.logging.SafeLog;
import io.processhub.process.HandoverAware;
import io.processhub.process.ProcessLifecycle;
import io.processhub.process.RoleAware;

/**
 * Calls the user's code at the beginning and at the end of an instance. Whatever that
 * throws stays here.
 */
final class Lifecycle {

	private static final String LOST = "its state could not be handed over and is lost";

	private Lifecycle() {
	}

	/**
	 * Make an instance and start it.
	 * @param instance the instance
	 * @param type its type
	 * @param state the serialized state that it begins with, or {@code null}
	 * @param role the role that it is told of, or {@code null}
	 * @return what went wrong, or {@code null}
	 */
	static @Nullable Throwable start(Instance instance, ProcessType type, byte @Nullable [] state,
			@Nullable ProcessRole role) {
		try {
			Object prepared = instance.cell().supervision().preparation.take(instance.id(), type);
			Object target = (prepared != null) ? prepared : type.factory().create();
			Assert.state(target != null, "The instance factory made no instance");
			instance.target(target);
			if (state != null && target instanceof HandoverAware<?> handoverAware) {
				restore(handoverAware, instance.cell().supervision().codec, state);
			}
			if (target instanceof ProcessLifecycle lifecycle) {
				lifecycle.started(instance);
			}
			if (role != null && target instanceof RoleAware aware) {
				aware.roleChanged(role);
			}
			instance.startLoop();
			return null;
		}
		catch (Throwable ex) {
			keepInterrupt(ex);
			return ex;
		}
	}

	/**
	 * Tell an instance that it has another role.
	 * @param instance the instance
	 * @param role the role
	 * @return what went wrong, or {@code null}
	 */
	static @Nullable Throwable roleChanged(Instance instance, ProcessRole role) {
		try {
			if (instance.target() instanceof RoleAware aware) {
				aware.roleChanged(role);
			}
			return null;
		}
		catch (Throwable ex) {
			keepInterrupt(ex);
			return ex;
		}
	}

	@SuppressWarnings("unchecked")
	private static <S> void restore(HandoverAware<S> target, PayloadCodec codec, byte[] state) {
		Object restored = codec.decode(state);
		if (restored != null) {
			target.restoreState((S) restored);
		}
	}

	/**
	 * Return the state of an instance.
	 * @param instance the instance
	 * @return the serialized state, or {@code null} if there is none
	 */
	static byte @Nullable [] export(Instance instance) {
		Supplier<byte @Nullable []> serialization = exportLater(instance);
		return (serialization != null) ? serialization.get() : null;
	}

	/**
	 * Return the state of an instance, to be serialized later.
	 * @param instance the instance
	 * @return what serializes it, or {@code null} if there is none
	 */
	static @Nullable Supplier<byte @Nullable []> exportLater(Instance instance) {
		try {
			Object state = state(instance);
			return (state != null) ? () -> encodeOrNull(instance, state) : null;
		}
		catch (Throwable ex) {
			keepInterrupt(ex);
			warn(instance, LOST, ex);
		}
		return null;
	}

	private static byte @Nullable [] encodeOrNull(Instance instance, Object state) {
		try {
			return encode(instance, state);
		}
		catch (Throwable ex) {
			keepInterrupt(ex);
			warn(instance, LOST, ex);
		}
		return null;
	}

	private static @Nullable Object state(Instance instance) {
		return (instance.target() instanceof HandoverAware<?> handoverAware) ? handoverAware.handoverState() : null;
	}

	/**
	 * Take a copy of the state of an instance that is paused, unless that fails: then it
	 * goes on.
	 * @param instance the instance
	 * @param copy takes the serialized state, or {@code null} if there is none
	 * @return whether it could be taken
	 */
	static boolean copyState(Instance instance, Consumer<byte @Nullable []> copy) {
		try {
			Object state = state(instance);
			copy.accept((state != null) ? encode(instance, state) : null);
			return true;
		}
		catch (Throwable ex) {
			keepInterrupt(ex);
			warn(instance, "its state could not be handed over, so it stays here", ex);
			return false;
		}
	}

	private static byte[] encode(Instance instance, Object state) {
		byte[] bytes = instance.cell().supervision().codec.encode(state);
		Assert.state(bytes.length <= PayloadCodec.MAX_SIZE, () -> "The state takes %d bytes, more than the limit of %d"
			.formatted(bytes.length, PayloadCodec.MAX_SIZE));
		return bytes;
	}

	/**
	 * Tell an instance that it stops.
	 * @param instance the instance
	 * @param reason why
	 */
	static void stopping(Instance instance, StopReason reason) {
		try {
			if (instance.target() instanceof ProcessLifecycle lifecycle) {
				lifecycle.stopping(reason);
			}
		}
		catch (Throwable ex) {
			keepInterrupt(ex);
			warn(instance, "stopping failed", ex);
		}
	}

	/**
	 * Release an instance.
	 * @param instance the instance
	 * @param type its type
	 */
	static void destroy(Instance instance, ProcessType type) {
		Object target = instance.target();
		if (target == null) {
			return;
		}
		try {
			type.factory().destroy(target);
		}
		catch (Throwable ex) {
			keepInterrupt(ex);
			warn(instance, "its instance could not be destroyed", ex);
		}
	}

	static void keepInterrupt(Throwable error) {
		if (error instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
	}

	private static void warn(Instance instance, String what, Throwable cause) {
		SafeLog.warn(Supervision.logger, instance.cell().supervision().text(instance.id(), what), cause);
	}

}
