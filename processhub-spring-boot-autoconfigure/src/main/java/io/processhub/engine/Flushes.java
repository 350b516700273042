/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.processhub.directory.ProcessRecord;

/**
 * Keeps the messages of a sender in order when their process moves from one other node to
 * another: those that were sent to the old node may be on their way still, by which those
 * that go to the new one directly would overtake them.
 * <p>
 * So before a node sends the first message to the new node, a flush goes after the
 * earlier ones, by way of the old node. What is for the process waits until it has
 * arrived. It does not wait when the old node or the new one is gone, for messages are
 * lost then as well, nor for longer than three seconds.
 */
final class Flushes {

	/**
	 * How long after a move earlier messages may still be on their way.
	 */
	private static final Duration MEMORY = Duration.ofSeconds(5);

	static final Duration PATIENCE = Duration.ofSeconds(3);

	private final Hub hub;

	private final Router router;

	private final Consumer<String> whenEnded;

	private final AtomicLong correlations;

	private final AtomicBoolean forgetting = new AtomicBoolean();

	/**
	 * Where the messages of processes that have moved went before, by record.
	 */
	private final Map<String, Flush> flushes = new ConcurrentHashMap<>();

	Flushes(Hub hub, Router router, Consumer<String> whenEnded) {
		this.hub = hub;
		this.router = router;
		this.whenEnded = whenEnded;
		// Answers to a hub that ran on this member before must not fit
		this.correlations = new AtomicLong(hub.ports().random().nextLong() >>> 2);
	}

	/**
	 * Note that the registry is about to say that a process has moved. Must come before
	 * anybody sees it.
	 * @param before what the registry says until now
	 * @param after what it will say
	 */
	void moving(@Nullable ProcessRecord before, @Nullable ProcessRecord after) {
		if (before == null || after == null || before.node().equals(after.node())
				|| before.node().equals(this.hub.localNode().id())
				|| this.hub.cluster().member(before.node()) == null) {
			return;
		}
		this.flushes.compute(before.id(), (id, present) -> {
			Flush flush = new Flush(id, before.node(), this.hub.ports().scheduler().nanoTime());
			if (present == null) {
				return flush;
			}
			present.thenBy(flush);
			return present;
		});
		forgetLater();
	}

	private void forget() {
		this.flushes.forEach((id, flush) -> isPending(id, false));
		this.forgetting.set(false);
		forgetLater();
	}

	private void forgetLater() {
		if (!this.flushes.isEmpty() && this.forgetting.compareAndSet(false, true)) {
			this.hub.ports().scheduler().schedule(MEMORY, this::forget);
		}
	}

	/**
	 * Return whether a message has to wait for a flush, which is sent if need be. To be
	 * asked after the registry was.
	 * @param recordId the instance that the message is for
	 * @return whether it has to wait
	 */
	boolean isPending(String recordId) {
		return !this.flushes.isEmpty() && isPending(recordId, true);
	}

	private boolean isPending(String recordId, boolean begin) {
		Flush flush = this.flushes.get(recordId);
		if (flush == null) {
			return false;
		}
		if (isOver(flush)) {
			ended(flush);
			return isPending(recordId, begin);
		}
		if (begin && begin(flush)) {
			ended(flush);
			return isPending(recordId, true);
		}
		return true;
	}

	/**
	 * Send a flush, unless it has been sent.
	 * @return whether it could not be sent
	 */
	private boolean begin(Flush flush) {
		String member = this.hub.cluster().member(flush.node);
		ProcessRecord record = this.hub.registry().get(flush.recordId);
		String target = (record != null) ? this.hub.cluster().member(record.node()) : null;
		return member != null && target != null
				&& flush.begin(this.correlations.incrementAndGet(), member, target,
						this.hub.ports().scheduler().nanoTime())
				&& !this.router.sendFlush(flush.recordId, member,
						FlushParcel.write(flush.recordId, flush.correlation, 1, PATIENCE.toMillis(), ""));
	}

	private boolean isOver(Flush flush) {
		long age = this.hub.ports().scheduler().nanoTime() - flush.since;
		if (flush.isBegun()) {
			return age > PATIENCE.toNanos() || isGone(flush.member) || isGone(flush.target);
		}
		return age > MEMORY.toNanos() || isGone(this.hub.cluster().member(flush.node));
	}

	private boolean isGone(@Nullable String member) {
		return member == null || !this.router.isMember(member);
	}

	/**
	 * A flush has come to the node of its process.
	 * @param correlation which one
	 * @param recordId the instance that it was for
	 */
	void ended(long correlation, String recordId) {
		Flush flush = this.flushes.get(recordId);
		if (flush != null && flush.isBegun() && flush.correlation == correlation) {
			ended(flush);
		}
	}

	private void ended(Flush flush) {
		this.flushes.computeIfPresent(flush.recordId, (id, present) -> (present == flush) ? flush.next : present);
		this.whenEnded.accept(flush.recordId);
	}

	/**
	 * The way by which messages to a process went before.
	 */
	private static final class Flush {

		private final String recordId;

		private final String node;

		private volatile long since;

		private volatile @Nullable String member;

		private volatile @Nullable String target;

		private volatile long correlation;

		private volatile @Nullable Flush next;

		Flush(String recordId, String node, long since) {
			this.recordId = recordId;
			this.node = node;
			this.since = since;
		}

		boolean isBegun() {
			return this.correlation != 0;
		}

		synchronized boolean begin(long correlation, String member, String target, long now) {
			if (isBegun()) {
				return false;
			}
			this.member = member;
			this.target = target;
			this.since = now;
			this.correlation = correlation;
			return true;
		}

		/**
		 * Do another one when this one has ended, for the process has moved again.
		 */
		void thenBy(Flush flush) {
			Flush present = this.next;
			if (present == null) {
				this.next = flush;
			}
			else {
				present.thenBy(flush);
			}
		}

	}

}
