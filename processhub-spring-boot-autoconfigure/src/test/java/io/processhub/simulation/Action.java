/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.Random;

/**
 * Something that is done to a simulated cluster.
 *
 * @param millis when
 * @param kind what
 * @param first chooses whom it is done to
 * @param second chooses more
 * @param length how long it lasts, or how much of it there is
 */
record Action(int millis, Kind kind, int first, int second, int length) {

	static Action work(int millis, Random random) {
		int dice = random.nextInt(100);
		Kind kind = (dice < 8) ? Kind.START
				: (dice < 15) ? Kind.STOP : (dice < 16) ? Kind.REBALANCE : (dice < 45) ? Kind.SEND : Kind.CALL;
		return new Action(millis, kind, random.nextInt(1 << 20), random.nextInt(1 << 20), 1 + random.nextInt(10));
	}

	static Action fault(int millis, Random random) {
		Kind[] kinds = Kind.values();
		Kind kind = kinds[Kind.JOIN.ordinal() + random.nextInt(kinds.length - Kind.JOIN.ordinal())];
		return new Action(millis, kind, random.nextInt(1 << 20), random.nextInt(1 << 20),
				kind.shortest + random.nextInt(kind.longest - kind.shortest));
	}

	@Override
	public String toString() {
		return "%d ms: %s %d/%d for %d".formatted(this.millis, this.kind, this.first, this.second, this.length);
	}

	/**
	 * What can be done. The length of a fault is in milliseconds.
	 */
	enum Kind {

		START, STOP, CALL, SEND, REBALANCE,

		/** A new node comes. */
		JOIN,

		/** A node goes in order. */
		LEAVE,

		/** A node dies. */
		CRASH,

		/** A node dies and comes back with its name and a new identity. */
		RESTART(10, 3000),

		/** A node dies when another has just come, or is about to. */
		REPLACE(0, 1000),

		/** A node hangs, for less or more than it takes to be removed. */
		PAUSE(100, 12_000),

		/** The network is slow. */
		DELAY(500, 6000),

		/** Messages are lost. */
		LOSS(500, 6000),

		/** Messages between the hubs come twice. */
		DUPLICATE(500, 6000),

		/** Messages between the hubs come in any order. */
		REORDER(500, 6000),

		/** A link is down in one direction. */
		ONE_WAY(100, 2500),

		/**
		 * Some nodes cannot reach the others, for less or more than it takes to notice.
		 */
		SPLIT(1000, 12_000),

		/** The clock of a node goes faster or slower. */
		SKEW,

		/** Handlers take long. */
		SLOW_HANDLERS(500, 5000),

		/** Handlers throw now and then. */
		FAILING_HANDLERS(500, 5000);

		private final int shortest;

		private final int longest;

		Kind() {
			this(1, 2);
		}

		Kind(int shortest, int longest) {
			this.shortest = shortest;
			this.longest = longest;
		}

		boolean isFault() {
			return ordinal() >= JOIN.ordinal();
		}

	}

}
