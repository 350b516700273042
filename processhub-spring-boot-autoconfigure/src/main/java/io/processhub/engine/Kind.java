/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import io.processhub.wire.WireException;

/**
 * The kinds of messages between the nodes of a hub.
 */
enum Kind {

	/**
	 * A node says what it is; the answer is what the other is. Comes first in every
	 * version of the messages, with the same beginning.
	 */
	ANNOUNCE,

	/** Start processes; the answer says what came of each. */
	START,

	/** Stop instances; the answer comes when they have stopped. */
	STOP,

	/**
	 * Run processes that were assigned to the receiver; the answer comes when they run.
	 */
	RUN,

	/** Take over processes whose node is gone. */
	ADOPT,

	/** Move processes to where they belong; the answer comes when that is done. */
	REBALANCE,

	/** Changes of the directory. */
	CHANGES,

	/** Digests of slots of the directory. */
	DIGESTS,

	/** Changes or digests that the receiver passes on to other nodes. */
	RELAY,

	/** The answer to a request. */
	ANSWER,

	/** A message to a process. */
	DELIVER,

	/** A call has been passed on to another node. */
	PASSED_ON,

	/** The answer to a call. */
	REPLY,

	/** What the sender has to do, for the leader. */
	LOAD,

	/** What all nodes have to do, as the leader knows it. */
	LOADS,

	/**
	 * Make instances for processes that are about to come; the answer says which could
	 * not be made.
	 */
	PREPARE,

	/**
	 * Run processes whose old instances the sender keeps for now; the answer comes when
	 * they run, and says which were given back.
	 */
	HANDOVER,

	/** The sender is there. */
	ALIVE,

	/** Goes the way of the messages to a process, behind them. */
	FLUSH,

	/** A flush has come to the node of the process. */
	FLUSHED;

	private static final Kind[] KINDS = values();

	/**
	 * Return whether the message makes the receiver do something to processes.
	 */
	boolean isOrder() {
		return switch (this) {
			case START, STOP, RUN, ADOPT, REBALANCE, PREPARE, HANDOVER -> true;
			default -> false;
		};
	}

	static Kind of(int code) {
		if (code >= KINDS.length) {
			throw new WireException("Unknown kind of message " + code);
		}
		return KINDS[code];
	}

}
