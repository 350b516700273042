/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.processhub.cluster.Lane;

/**
 * A batch on its way to the receiver of its messages, one after the other. When one of
 * them holds up the thread, another thread takes over those that come after it, and the
 * replies to those before it.
 */
final class Delivery implements Runnable {

	private static final int MAX_REPLY_BYTES = 1 << 20;

	private final String sender;

	private final long number;

	private final Lane lane;

	private final List<byte[]> messages;

	private final List<byte[]> replies = new ArrayList<>(1);

	private int replyBytes;

	private final Thread thread = Thread.currentThread();

	private int next;

	/**
	 * How many messages have their place.
	 */
	private int placed;

	private int lastSeen;

	private boolean overtaken;

	Delivery(Batch batch) {
		this.sender = batch.sender();
		this.number = batch.number();
		this.lane = batch.lane();
		this.messages = batch.messages();
	}

	String sender() {
		return this.sender;
	}

	long number() {
		return this.number;
	}

	Lane lane() {
		return this.lane;
	}

	synchronized byte @Nullable [] next() {
		return (this.overtaken || this.next == this.messages.size()) ? null : this.messages.get(this.next++);
	}

	/**
	 * Keep a reply for the end of the batch.
	 * @param member the member that the reply is for
	 * @param reply the reply
	 * @return whether the reply was kept
	 */
	synchronized boolean keep(String member, byte[] reply) {
		if (this.overtaken || !this.sender.equals(member) || this.replyBytes > MAX_REPLY_BYTES) {
			return false;
		}
		this.replies.add(reply);
		this.replyBytes += reply.length;
		return true;
	}

	/**
	 * Return what came of the batch, unless that was taken over.
	 * @return the replies that were kept
	 */
	synchronized List<byte[]> end() {
		List<byte[]> kept = List.copyOf(this.replies);
		this.overtaken = true;
		this.replies.clear();
		return kept;
	}

	/**
	 * Note that the message which the thread is at has got its place, as it works for it.
	 */
	@Override
	public synchronized void run() {
		if (Thread.currentThread() == this.thread) {
			this.placed = this.next;
		}
	}

	/**
	 * Take over, if the thread works still for the message that it was at when this was
	 * asked before. If it does not work, but just stands still, the message would be
	 * overtaken by what is left.
	 * @return what is left, or {@code null} if the thread gets on, or this was done
	 * already
	 */
	synchronized @Nullable Rest overtake() {
		boolean stuck = !this.overtaken && this.lastSeen == this.next && this.placed == this.next;
		this.lastSeen = this.next;
		if (!stuck) {
			return null;
		}
		return new Rest(end(), this.messages.subList(this.next, this.messages.size()));
	}

	/**
	 * What is left of a batch.
	 *
	 * @param replies the replies to what was handled
	 * @param messages the messages that were not
	 */
	record Rest(List<byte[]> replies, List<byte[]> messages) {

	}

}
