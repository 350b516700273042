/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import org.jspecify.annotations.Nullable;

import io.processhub.process.ProcessContext;

/**
 * The handler for one kind of message of a process type. It remembers how long it took
 * lately. Thread-safe.
 *
 * @since 0.1.0
 */
public final class MessageHandler {

	private static final long QUICK_NANOS = 100_000;

	/**
	 * How many quick handlings one that takes long is forgiven for: its thread may have
	 * been held up, which says nothing about the next.
	 */
	private static final int FORGIVING = 32;

	/**
	 * What one that is forgiven counts.
	 */
	private static final long FORGIVEN_NANOS = 3 * QUICK_NANOS;

	private static final long UNKNOWN = -1;

	private final Invoker invoker;

	// An average that leans to the latest; racy updates only blur it
	private volatile long recentNanos = UNKNOWN;

	private int quickOnes;

	/**
	 * Create a new {@code MessageHandler}.
	 * @param invoker calls the user's code
	 */
	public MessageHandler(Invoker invoker) {
		this.invoker = invoker;
	}

	/**
	 * Return the same handler, which does not know how long it takes.
	 */
	MessageHandler copy() {
		return new MessageHandler(this.invoker);
	}

	@Nullable Object handle(Object instance, Object message, ProcessContext context) throws Throwable {
		return this.invoker.invoke(instance, message, context);
	}

	void took(long nanos) {
		long recent = this.recentNanos;
		long counted = count(nanos);
		long updated = (recent == UNKNOWN) ? counted : recent - (recent >> 2) + (counted >> 2);
		if (updated != recent) {
			this.recentNanos = updated;
		}
	}

	private long count(long nanos) {
		int before = this.quickOnes;
		if (nanos < QUICK_NANOS) {
			if (before < FORGIVING) {
				this.quickOnes = before + 1;
			}
			return nanos;
		}
		this.quickOnes = 0;
		return (before < FORGIVING) ? nanos : Math.min(nanos, FORGIVEN_NANOS);
	}

	boolean isQuick() {
		long recent = this.recentNanos;
		return recent != UNKNOWN && recent < QUICK_NANOS;
	}

	/**
	 * Calls the user's code for a message.
	 */
	@FunctionalInterface
	public interface Invoker {

		/**
		 * Handle a message.
		 * @param instance the instance of the process
		 * @param message the message
		 * @param context the context of the instance
		 * @return the answer, possibly as a {@link java.util.concurrent.CompletionStage},
		 * or {@code null}
		 * @throws Throwable what the user's code throws
		 */
		@Nullable Object invoke(Object instance, Object message, ProcessContext context) throws Throwable;

	}

}
