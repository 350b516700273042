/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How ids fall into slots, and what the digest over a slot is made of. The same on every
 * node for ever.
 *
 * @since 0.1.0
 */
public final class Slots {

	/**
	 * The number of slots of a hub.
	 */
	public static final int COUNT = 271;

	private static final List<Integer> ALL = IntStream.range(0, COUNT).boxed().toList();

	private Slots() {
	}

	/**
	 * Return all slots.
	 * @return the slots in their order
	 */
	public static List<Integer> all() {
		return ALL;
	}

	/**
	 * Return the slot that holds an id: that of a process holds its replicas as well.
	 * @param id the id of the process or of a replica
	 * @return the slot, 0 to {@link #COUNT} - 1
	 */
	public static int of(String id) {
		return (int) Long.remainderUnsigned(mix(ReplicaId.process(id).hashCode()), COUNT);
	}

	/**
	 * Return what one record adds to the digest of its slot.
	 * @param id the process id
	 * @param revision the revision of its record
	 * @return the addend
	 */
	public static long digest(String id, long revision) {
		return mix((((long) id.hashCode()) << 32) ^ mix(revision));
	}

	private static long mix(long value) {
		long mixed = value + 0x9E3779B97F4A7C15L;
		mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
		return mixed ^ (mixed >>> 31);
	}

}
