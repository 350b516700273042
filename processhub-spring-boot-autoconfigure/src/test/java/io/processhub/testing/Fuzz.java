/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.testing;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;

/**
 * Garbles valid messages, in a way that can be repeated: {@code -Dfuzz.inputs} says how
 * many inputs there are per type, {@code -Dfuzz.seed} which.
 * <p>
 * There is no library for it here: jqwik runs on the JUnit Platform 1 only, and Jazzer
 * brings a native agent. Neither knows the form of the messages.
 */
public final class Fuzz {

	/**
	 * The number of inputs per type.
	 */
	public static final int INPUTS = Integer.getInteger("fuzz.inputs", 2000);

	private static final long SEED = Long.getLong("fuzz.seed", 20260101);

	private static final byte[] INTERESTING = { 0, 1, 2, 0x7F, (byte) 0x80, (byte) 0xFF };

	private static final List<byte[]> NUMBERS = List.of(HexFormat.of().parseHex("ffffffff07"),
			HexFormat.of().parseHex("ffffffff0f"), HexFormat.of().parseHex("808080800f"),
			HexFormat.of().parseHex("ffffffffffffffff7f"), HexFormat.of().parseHex("ffffffffffffffffff01"),
			HexFormat.of().parseHex("80808080808080808001"), HexFormat.of().parseHex("7fffffff"),
			HexFormat.of().parseHex("80808001"));

	private static final long FIXED_ALLOCATION = 100_000;

	private static final long ALLOCATION_PER_BYTE = 200;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final String name;

	private final List<byte[]> seeds;

	private final Random random;

	/**
	 * Create a source of garbled messages.
	 * @param name the name of the type
	 * @param seeds valid messages
	 */
	public Fuzz(String name, List<byte[]> seeds) {
		this.name = name;
		this.seeds = seeds;
		this.random = new Random(SEED ^ name.hashCode());
	}

	/**
	 * Return the source of chance that the inputs are made with.
	 * @return the source
	 */
	public Random random() {
		return this.random;
	}

	/**
	 * Let all inputs be decoded: each must give a value or throw what is expected, and
	 * take no more memory than a small multiple of its size.
	 * @param decoder decodes the bytes
	 * @param expected what may be thrown
	 */
	public void decode(Consumer<byte[]> decoder, Class<? extends RuntimeException> expected) {
		// What is loaded and filled once is no cost of an input
		this.seeds.forEach(decoder);
		IntStream.range(0, 50).forEach((i) -> attempt(decoder, next(), expected, Long.MAX_VALUE));
		for (int i = 0; i < INPUTS; i++) {
			byte[] input = next();
			attempt(decoder, input, expected, FIXED_ALLOCATION + ALLOCATION_PER_BYTE * input.length);
		}
	}

	private void attempt(Consumer<byte[]> decoder, byte[] input, Class<? extends RuntimeException> expected,
			long allocation) {
		long before = this.threads.getCurrentThreadAllocatedBytes();
		try {
			decoder.accept(input);
		}
		catch (Throwable ex) {
			if (!expected.isInstance(ex)) {
				throw new AssertionError(describe(input) + " ended with " + ex, ex);
			}
		}
		long allocated = this.threads.getCurrentThreadAllocatedBytes() - before;
		if (allocated > allocation) {
			throw new AssertionError(describe(input) + " took " + allocated + " bytes of memory");
		}
	}

	/**
	 * Say which input it is, so that it can be tried again.
	 * @param input the input
	 * @return a text
	 */
	public String describe(byte[] input) {
		return "%s (seed %d), input %s".formatted(this.name, SEED, HexFormat.of().formatHex(input));
	}

	/**
	 * Return the next input.
	 * @return bytes that may be valid, but seldom are
	 */
	public byte[] next() {
		if (this.random.nextInt(20) == 0) {
			return garbage(this.random.nextInt(64));
		}
		byte[] input = seed().clone();
		for (int i = 1 + this.random.nextInt(3); i > 0; i--) {
			input = mutate(input);
		}
		return input;
	}

	private byte[] mutate(byte[] input) {
		int at = (input.length > 0) ? this.random.nextInt(input.length) : 0;
		int rest = input.length - at;
		return switch (this.random.nextInt(8)) {
			case 0 -> splice(input, at, rest, new byte[0]);
			case 1 -> flip(input);
			case 2 -> splice(input, at, Math.min(1, rest), new byte[] { INTERESTING[this.random.nextInt(6)] });
			case 3 -> splice(input, at, this.random.nextInt(Math.min(8, rest) + 1),
					NUMBERS.get(this.random.nextInt(NUMBERS.size())));
			case 4 -> splice(input, at, this.random.nextInt(Math.min(8, rest) + 1), new byte[0]);
			case 5 -> splice(input, at, 0, part(input));
			case 6 -> splice(input, at, rest, part(seed()));
			default -> splice(input, input.length, 0, garbage(1 + this.random.nextInt(8)));
		};
	}

	private byte[] seed() {
		return this.seeds.get(this.random.nextInt(this.seeds.size()));
	}

	private byte[] garbage(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private byte[] flip(byte[] input) {
		byte[] flipped = input.clone();
		for (int i = this.random.nextInt(4); i >= 0 && input.length > 0; i--) {
			flipped[this.random.nextInt(input.length)] ^= (byte) (1 << this.random.nextInt(8));
		}
		return flipped;
	}

	private byte[] part(byte[] input) {
		int from = this.random.nextInt(input.length + 1);
		int length = this.random.nextInt(input.length - from + 1);
		return Arrays.copyOfRange(input, from, from + length);
	}

	private static byte[] splice(byte[] input, int at, int removed, byte[] added) {
		byte[] result = new byte[input.length - removed + added.length];
		System.arraycopy(input, 0, result, 0, at);
		System.arraycopy(added, 0, result, at, added.length);
		System.arraycopy(input, at + removed, result, at + added.length, input.length - at - removed);
		return result;
	}

}
