/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.testing;

import java.util.stream.Stream;

/**
 * Exceptions that make it hard to talk about them.
 */
public final class HostileExceptions {

	private HostileExceptions() {
	}

	/**
	 * Return all of them.
	 * @return new exceptions
	 */
	public static Stream<Throwable> all() {
		return Stream.of(new Mute(), new Endless(), cyclic(), new RuntimeException("x".repeat(1_000_000)),
				new RuntimeException((String) null));
	}

	private static Throwable cyclic() {
		Exception first = new Exception("first");
		Exception second = new Exception("second", first);
		first.initCause(second);
		return first;
	}

	/**
	 * Says nothing, in any way.
	 */
	public static final class Mute extends RuntimeException {

		@Override
		public String getMessage() {
			throw new IllegalStateException("getMessage");
		}

		@Override
		public String getLocalizedMessage() {
			throw new IllegalStateException("getLocalizedMessage");
		}

		@Override
		public String toString() {
			throw new IllegalStateException("toString");
		}

		@Override
		public synchronized Throwable getCause() {
			throw new IllegalStateException("getCause");
		}

	}

	/**
	 * Says so much that it never ends.
	 */
	public static final class Endless extends RuntimeException {

		@Override
		public String getMessage() {
			return getMessage() + "!";
		}

	}

}
