/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The checksum at the end of a message.
 */
final class WireChecksum {

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private WireChecksum() {
	}

	static int of(byte[] message, int end) {
		CRC32C checksum = new CRC32C();
		checksum.update(message, 0, end);
		return (int) checksum.getValue();
	}

	static void write(byte[] message, int end) {
		INT.set(message, end, of(message, end));
	}

	static int read(byte[] message, int end) {
		return (int) INT.get(message, end);
	}

}
