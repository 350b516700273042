/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.node;

import java.util.Arrays;

/**
 * The numbers of the messages that were handled on this node. Thread-safe.
 */
final class HandledMessages {

	private static long[] messages = new long[1 << 16];

	private static int count;

	private HandledMessages() {
	}

	static synchronized void add(long message) {
		if (count == messages.length) {
			messages = Arrays.copyOf(messages, count * 2);
		}
		messages[count++] = message;
	}

	static synchronized long[] take() {
		long[] taken = Arrays.copyOf(messages, count);
		count = 0;
		return taken;
	}

}
