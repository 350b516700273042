/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.processhub.MessageSerializationException;
import io.processhub.cluster.PayloadCodec;
import io.processhub.supervisor.MethodCall;
import io.processhub.supervisor.MethodInvocation;
import io.processhub.testing.Fuzz;
import io.processhub.wire.WireException;
import io.processhub.wire.WireWriter;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that garbled payloads are refused with a {@link MessageSerializationException}
 * and take little memory.
 */
@Timeout(300)
class PayloadFuzzTests {

	private static TestMembers members;

	private static PayloadCodec codec;

	@BeforeAll
	static void start() {
		members = new TestMembers(1);
		codec = members.startAndOpen("hub").codec();
	}

	@AfterAll
	static void terminate() {
		members.close();
	}

	private static Stream<@Nullable Object> values() {
		return Stream.of(null, "text", 42L, new byte[] { 1, 2, 3 }, new long[] { 1, 2, 3 }, new String[] { "a", "b" },
				Thread.State.NEW, List.of("a", 1), Set.of("b"), Map.of("k", 2L), Optional.of(1), Instant.EPOCH,
				new Reading("room", 1.5, new int[] { 1, 2 }), new Wrapper(Instant.EPOCH, List.of(1, 2)),
				new MethodInvocation("a.B", "c", new String[] { "long" }, new @Nullable Object[] { 1L }).encode(codec));
	}

	@Test
	void payloads() {
		new Fuzz("Payload", values().map(codec::encode).toList()).decode(codec::decode,
				MessageSerializationException.class);
	}

	/**
	 * With a checksum that fits, as no accident makes it. What Hazelcast then allocates
	 * is its own, but it never ends with anything else.
	 */
	@Test
	void payloadsWithAChecksumThatFits() {
		List<byte[]> seeds = Stream
			.<@Nullable Object>of(null, "text", 42L, Thread.State.NEW, List.of("a", 1), Set.of("b"), Map.of("k", 2L),
					Optional.of(1), Instant.EPOCH, new Wrapper(Instant.EPOCH, List.of(1, 2)))
			.map(codec::encode)
			.map((bytes) -> Arrays.copyOf(bytes, bytes.length - 4))
			.toList();
		Fuzz fuzz = new Fuzz("Payload inside", seeds);
		for (int i = 0; i < Fuzz.INPUTS; i++) {
			byte[] input = fuzz.next();
			try {
				codec.decode(BatchFuzzTests.sealed(input));
			}
			catch (MessageSerializationException ex) {
				// As it should be
			}
			catch (Throwable ex) {
				throw new AssertionError(fuzz.describe(input) + " ended with " + ex, ex);
			}
		}
	}

	@Test
	void argumentsOfMethodCalls() {
		byte[] arguments = new MethodInvocation("a.B", "c", new String[] { "long", "java.lang.String" },
				new @Nullable Object[] { 1L, "text" })
			.encode(codec)
			.arguments();
		new Fuzz("MethodCall", List.of(arguments)).decode((input) -> {
			try {
				new MethodCall("a.B", "c", new String[] { "long", "java.lang.String" }, input).decode(codec);
			}
			catch (MessageSerializationException ex) {
				// One of the arguments
			}
		}, WireException.class);
	}

	@Test
	void nestingHasAnEnd() {
		WireWriter lists = new WireWriter(10_000);
		for (int i = 0; i < 5000; i++) {
			lists.writeByte(3).writeInt(1);
		}
		byte[] bytes = lists.writeByte(0).toByteArrayWithChecksum();
		assertThatExceptionOfType(MessageSerializationException.class).isThrownBy(() -> codec.decode(bytes))
			.withMessageContaining("nested too deeply");
	}

	record Reading(String room, double value, int[] samples) {
	}

	record Wrapper(Instant time, List<Integer> numbers) {
	}

}
