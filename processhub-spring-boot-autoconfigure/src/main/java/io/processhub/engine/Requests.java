/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.processhub.ProcessUnavailableException;
import io.processhub.cluster.Broadcast;
import io.processhub.cluster.Lane;
import io.processhub.cluster.Membership;
import io.processhub.cluster.Messaging;
import io.processhub.logging.RateLimitedLog;
import io.processhub.time.HubScheduler;
import io.processhub.time.HubScheduler.Cancellable;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * Asks other nodes, and ties their answers to the questions. A question ends with its
 * answer, with its time, or with the member that was asked.
 */
final class Requests {

	private static final Log logger = LogFactory.getLog(Requests.class);

	private final String hub;

	private final Membership membership;

	private final Messaging messaging;

	private final Broadcast broadcast;

	private final HubScheduler scheduler;

	private final RateLimitedLog warnings;

	private final AtomicLong correlations;

	private final Map<Long, Pending> pending = new ConcurrentHashMap<>();

	Requests(String hub, HubEnginePorts ports) {
		this.hub = hub;
		this.membership = ports.membership();
		this.messaging = ports.messaging();
		this.broadcast = ports.broadcast();
		this.scheduler = ports.scheduler();
		this.warnings = new RateLimitedLog(logger, ports.scheduler()::nanoTime);
		// Answers to a hub that ran on this member before must not fit
		this.correlations = new AtomicLong(ports.random().nextLong() >>> 2);
	}

	CompletableFuture<WireReader> ask(String member, Kind kind, int expectedSize, Duration timeout,
			Consumer<WireWriter> body) {
		long correlation = this.correlations.incrementAndGet();
		Pending asked = new Pending(member, kind, new CompletableFuture<>());
		this.pending.put(correlation, asked);
		Cancellable timer = this.scheduler.schedule(timeout,
				() -> fail(correlation, "did not answer within " + timeout.toMillis() + " ms"));
		asked.answer().whenComplete((answer, failure) -> timer.cancel());
		WireWriter writer = Frame.begin(kind, correlation, expectedSize);
		body.accept(writer);
		if (!send(member, 0, writer.toByteArray())) {
			fail(correlation, "takes no more messages at the moment");
		}
		else if (!this.membership.members().contains(member)) {
			fail(correlation, "has left");
		}
		return asked.answer();
	}

	void tell(String member, Kind kind, int expectedSize, Consumer<WireWriter> body) {
		tell(member, write(kind, expectedSize, body));
	}

	/**
	 * Send a message that was written before, so that it is written once for all who get
	 * it.
	 */
	void tell(String member, byte[] message) {
		tell(member, 0, message);
	}

	/**
	 * Send a message that does not wait for those before it.
	 * @param key messages with another key are not waited for
	 */
	void tell(String member, int key, byte[] message) {
		send(member, key, message);
	}

	/**
	 * Lay out news for all other members.
	 */
	void broadcast(byte[] news) {
		try {
			this.broadcast.tell(news);
		}
		catch (ProcessUnavailableException ex) {
			this.warnings.warn(() -> "Hub '%s' dropped news for the other nodes, which they will find out later: %s"
				.formatted(this.hub, ex.getMessage()));
		}
	}

	static byte[] write(Kind kind, int expectedSize, Consumer<WireWriter> body) {
		WireWriter writer = Frame.begin(kind, 0, expectedSize);
		body.accept(writer);
		return writer.toByteArray();
	}

	void answer(String member, long correlation, Consumer<WireWriter> body) {
		WireWriter writer = Frame.begin(Kind.ANSWER, correlation, 256);
		body.accept(writer);
		send(member, 1, writer.toByteArray());
	}

	private boolean send(String member, int key, byte[] message) {
		try {
			this.messaging.send(member, Lane.CONTROL, key, message);
			return true;
		}
		catch (ProcessUnavailableException ex) {
			this.warnings.warn(() -> "Hub '%s' dropped a message to %s: %s".formatted(this.hub,
					this.membership.address(member), ex.getMessage()));
			return false;
		}
	}

	void answered(String member, Frame frame) {
		Pending asked = this.pending.get(frame.correlation());
		if (asked != null && asked.member().equals(member) && this.pending.remove(frame.correlation(), asked)) {
			asked.answer().complete(frame.body());
		}
	}

	void membersChanged(Collection<String> present) {
		this.pending.forEach((correlation, asked) -> {
			if (!present.contains(asked.member())) {
				fail(correlation, "has left");
			}
		});
	}

	private void fail(long correlation, String why) {
		Pending asked = this.pending.remove(correlation);
		if (asked != null) {
			asked.answer()
				.completeExceptionally(
						new ProcessUnavailableException(this.hub, null, "Node at %s %s (request %s of hub '%s')"
							.formatted(this.membership.address(asked.member()), why, asked.kind(), this.hub)));
		}
	}

	private record Pending(String member, Kind kind, CompletableFuture<WireReader> answer) {

	}

}
