/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.processhub.cluster.Lane;
import io.processhub.testing.Fuzz;
import io.processhub.wire.WireException;
import io.processhub.wire.WireWriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that garbled batches are refused with a {@link WireException}, with a checksum
 * that fits or without, and take little memory.
 */
@Timeout(300)
class BatchFuzzTests {

	private static final byte[] BATCH = new Batch("hub", "6a5c6f8e-0d2b-4a57-9d3f-0123456789ab", 1, Lane.MESSAGE,
			List.of(new byte[] { 1, 2, 3 }, new byte[0], new byte[40]))
		.toBytes();

	private static final byte[] REPLIES = Batch.messagesToBytes(List.of(new byte[] { 9, 9 }, new byte[300]));

	@Test
	void batches() {
		new Fuzz("Batch", List.of(BATCH)).decode(Batch::fromBytes, WireException.class);
		new Fuzz("Batch inside", List.of(content(BATCH))).decode((input) -> Batch.fromBytes(sealed(input)),
				WireException.class);
	}

	@Test
	void replies() {
		new Fuzz("Replies", List.of(REPLIES)).decode(Batch::messagesFromBytes, WireException.class);
		new Fuzz("Replies inside", List.of(content(REPLIES))).decode((input) -> Batch.messagesFromBytes(sealed(input)),
				WireException.class);
	}

	@Test
	void everyFlippedBitIsNoticed() {
		for (int bit = 0; bit < BATCH.length * 8; bit++) {
			byte[] flipped = BATCH.clone();
			flipped[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThatExceptionOfType(WireException.class).as("bit %d", bit)
				.isThrownBy(() -> Batch.fromBytes(flipped))
				.withMessageContaining("changed on its way");
		}
		assertThat(Batch.fromBytes(BATCH).messages()).hasSize(3);
	}

	private static byte[] content(byte[] sealed) {
		return Arrays.copyOf(sealed, sealed.length - 4);
	}

	static byte[] sealed(byte[] content) {
		WireWriter writer = new WireWriter(content.length);
		for (byte each : content) {
			writer.writeByte(each);
		}
		return writer.toByteArrayWithChecksum();
	}

}
