/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WireWriter} and {@link WireReader}.
 */
class WireTests {

	private static final List<Function<WireReader, Object>> READS = List.of(WireReader::readByte,
			WireReader::readBoolean, WireReader::readInt, WireReader::readLong, WireReader::readCount,
			WireReader::readString, WireReader::readBytes, WireReader::readStrings,
			(reader) -> reader.readAll(WireReader::readString), (reader) -> reader.readAll(WireReader::readStrings),
			(reader) -> reader.readEnum(Color.values()), (reader) -> String.valueOf(reader.readOptionalString()),
			(reader) -> Arrays.toString(reader.readOptionalBytes()));

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 127, 128, 16_383, 16_384, -1, -128, Integer.MAX_VALUE, Integer.MIN_VALUE })
	void integersComeBack(int value) {
		WireReader reader = new WireReader(new WireWriter(0).writeInt(value).toByteArray());
		assertThat(reader.readInt()).isEqualTo(value);
		assertThat(reader.remaining()).isZero();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 127, 128, Integer.MAX_VALUE + 1L, -1, Long.MAX_VALUE, Long.MIN_VALUE })
	void longIntegersComeBack(long value) {
		WireReader reader = new WireReader(new WireWriter(0).writeLong(value).toByteArray());
		assertThat(reader.readLong()).isEqualTo(value);
		assertThat(reader.remaining()).isZero();
	}

	@Test
	void smallNumbersTakeOneByte() {
		assertThat(new WireWriter(0).writeInt(127).size()).isEqualTo(1);
		assertThat(new WireWriter(0).writeLong(127).size()).isEqualTo(1);
		assertThat(new WireWriter(0).writeLong(128).size()).isEqualTo(2);
	}

	@Test
	void stringsComeBack() {
		for (String text : List.of("", "a", "\u0000", "Grüße", "日本語", "\uD83D\uDE00\uD83D\uDC69\u200D\uD83D\uDE80",
				"x".repeat(1_000_000), "ü".repeat(70_000))) {
			WireReader reader = new WireReader(new WireWriter(0).writeString(text).toByteArray());
			assertThat(reader.readString()).isEqualTo(text);
			assertThat(reader.remaining()).isZero();
		}
	}

	@Test
	void bytesAndTruthValuesComeBack() {
		WireReader reader = new WireReader(new WireWriter(0).writeByte(0)
			.writeByte(255)
			.writeByte(-1)
			.writeBoolean(true)
			.writeBoolean(false)
			.writeBytes(new byte[0])
			.writeBytes(new byte[] { 1, -1 })
			.toByteArray());
		assertThat(reader.readByte()).isZero();
		assertThat(reader.readByte()).isEqualTo(255);
		assertThat(reader.readByte()).isEqualTo(255);
		assertThat(reader.readBoolean()).isTrue();
		assertThat(reader.readBoolean()).isFalse();
		assertThat(reader.readBytes()).isEmpty();
		assertThat(reader.readBytes()).containsExactly(1, -1);
		assertThat(reader.remaining()).isZero();
	}

	@Test
	void whatIsMissingComesBackAsMissing() {
		WireReader reader = new WireReader(new WireWriter(0).writeOptionalString(null)
			.writeOptionalString("")
			.writeOptionalBytes(null)
			.writeOptionalBytes(new byte[] { 7 })
			.toByteArray());
		assertThat(reader.readOptionalString()).isNull();
		assertThat(reader.readOptionalString()).isEmpty();
		assertThat(reader.readOptionalBytes()).isNull();
		assertThat(reader.readOptionalBytes()).containsExactly(7);
		assertThat(reader.remaining()).isZero();
	}

	@Test
	void collectionsComeBackInTheirOrder() {
		Map<String, String> pairs = new LinkedHashMap<>();
		pairs.put("z", "");
		pairs.put("", "ä");
		pairs.put("a", "1");
		WireReader reader = new WireReader(new WireWriter(0).writeStrings(pairs)
			.writeStrings(Map.of())
			.writeAll(List.of("b", "a", "b"), WireWriter::writeString)
			.writeAll(List.<String>of(), WireWriter::writeString)
			.writeByte(Color.BLUE.ordinal())
			.toByteArray());
		assertThat(reader.readStrings()).containsExactlyEntriesOf(pairs);
		assertThat(reader.readStrings()).isEmpty();
		assertThat(reader.readAll(WireReader::readString)).containsExactly("b", "a", "b");
		assertThat(reader.readAll(WireReader::readString)).isEmpty();
		assertThat(reader.readEnum(Color.values())).isEqualTo(Color.BLUE);
		assertThat(reader.remaining()).isZero();
	}

	@Test
	void whatWasTakenOutStaysAsItIsWhenMoreIsWritten() {
		WireWriter writer = new WireWriter(16);
		for (int i = 0; i < 16; i++) {
			writer.writeByte(i);
		}
		byte[] full = writer.toByteArray();
		writer.writeByte(99);
		assertThat(full).hasSize(16).endsWith(15);
		assertThat(writer.toByteArray()).hasSize(17).endsWith(99);
	}

	@Test
	void everyTruncationIsAWireException() {
		byte[] whole = new WireWriter(0).writeInt(-1)
			.writeLong(Long.MIN_VALUE)
			.writeString("Grüße")
			.writeBytes(new byte[] { 1, 2, 3 })
			.writeStrings(Map.of("key", "value"))
			.writeAll(List.of("a", "b"), WireWriter::writeString)
			.writeOptionalString("x")
			.toByteArray();
		for (int length = 0; length < whole.length; length++) {
			WireReader reader = new WireReader(Arrays.copyOf(whole, length));
			assertThatExceptionOfType(WireException.class).as("%d bytes", length).isThrownBy(() -> {
				reader.readInt();
				reader.readLong();
				reader.readString();
				reader.readBytes();
				reader.readStrings();
				reader.readAll(WireReader::readString);
				reader.readOptionalString();
			});
		}
	}

	@Test
	void impossibleValuesAreWireExceptions() {
		assertThatExceptionOfType(WireException.class).isThrownBy(() -> reader(2).readBoolean())
			.withMessage("Not a truth value: 2");
		assertThatExceptionOfType(WireException.class).isThrownBy(() -> reader(3).readEnum(Color.values()))
			.withMessage("No value 3 in Color");
		assertThatExceptionOfType(WireException.class)
			.isThrownBy(() -> reader(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01).readInt());
		assertThatExceptionOfType(WireException.class)
			.isThrownBy(() -> reader(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01).readLong());
		assertThatExceptionOfType(WireException.class)
			.isThrownBy(() -> new WireReader(new WireWriter(0).writeInt(-1).toByteArray()).readCount());
	}

	@Test
	void aLengthIsNotBelievedBeforeItIsChecked() {
		byte[] bytes = new WireWriter(0).writeInt(Integer.MAX_VALUE).toByteArray();
		List<Function<WireReader, Object>> reads = List.of(WireReader::readString, WireReader::readBytes,
				WireReader::readStrings, (reader) -> reader.readAll(WireReader::readString));
		long allocated = allocatedBy(() -> reads.forEach((read) -> assertThatExceptionOfType(WireException.class)
			.isThrownBy(() -> read.apply(new WireReader(bytes)))));
		assertThat(allocated).isLessThan(50_000_000);
	}

	@Test
	void garbageIsReadOrIsAWireExceptionAndTakesLittleMemory() {
		Random random = new Random(20260101);
		List<byte[]> inputs = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			byte[] input = new byte[random.nextInt(64)];
			random.nextBytes(input);
			inputs.add(input);
		}
		long allocated = allocatedBy(() -> inputs.forEach((input) -> readAsFarAsItGoes(input, random)));
		assertThat(allocated / inputs.size()).isLessThan(100_000);
	}

	private static void readAsFarAsItGoes(byte[] input, Random random) {
		WireReader reader = new WireReader(input);
		try {
			while (true) {
				READS.get(random.nextInt(READS.size())).apply(reader);
				assertThat(reader.remaining()).isNotNegative();
			}
		}
		catch (WireException ex) {
			assertThat(ex).as(new String(input, StandardCharsets.ISO_8859_1)).hasMessageMatching("(?s).+");
		}
	}

	private static WireReader reader(int... bytes) {
		byte[] message = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			message[i] = (byte) bytes[i];
		}
		return new WireReader(message);
	}

	private static long allocatedBy(Runnable task) {
		ThreadMXBean threads = (ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		task.run();
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

	private enum Color {

		RED, GREEN, BLUE

	}

}
