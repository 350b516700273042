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

import io.processhub.ProcessUnavailableException;
import io.processhub.cluster.Lane;
import io.processhub.cluster.Membership;
import io.processhub.cluster.Messaging;
import io.processhub.time.HubScheduler;
import io.processhub.time.HubScheduler.Cancellable;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * Asks other nodes, and ties their answers to the questions. A question ends with its
 * answer, with its time, or with the member that was asked.
 */
final class Requests {

	private final String hub;

	private final Membership membership;

	private final Messaging messaging;

	private final HubScheduler scheduler;

	private final AtomicLong correlations = new AtomicLong();

	private final Map<Long, Pending> pending = new ConcurrentHashMap<>();

	Requests(String hub, HubEnginePorts ports) {
		this.hub = hub;
		this.membership = ports.membership();
		this.messaging = ports.messaging();
		this.scheduler = ports.scheduler();
	}

	CompletableFuture<WireReader> ask(String member, Kind kind, int expectedSize, Duration timeout,
			Consumer<WireWriter> body) {
		long correlation = this.correlations.incrementAndGet();
		CompletableFuture<WireReader> answer = new CompletableFuture<>();
		Cancellable timer = this.scheduler.schedule(timeout,
				() -> fail(correlation, "did not answer within " + timeout.toMillis() + " ms"));
		this.pending.put(correlation, new Pending(member, kind, answer, timer));
		WireWriter writer = Frame.begin(kind, correlation, expectedSize);
		body.accept(writer);
		this.messaging.send(member, Lane.CONTROL, 0, writer.toByteArray());
		if (!this.membership.members().contains(member)) {
			fail(correlation, "has left");
		}
		return answer;
	}

	void tell(String member, Kind kind, int expectedSize, Consumer<WireWriter> body) {
		WireWriter writer = Frame.begin(kind, 0, expectedSize);
		body.accept(writer);
		this.messaging.send(member, Lane.CONTROL, 0, writer.toByteArray());
	}

	void answer(String member, long correlation, Consumer<WireWriter> body) {
		WireWriter writer = Frame.begin(Kind.ANSWER, correlation, 256);
		body.accept(writer);
		this.messaging.send(member, Lane.CONTROL, 1, writer.toByteArray());
	}

	void answered(String member, Frame frame) {
		Pending asked = this.pending.get(frame.correlation());
		if (asked != null && asked.member().equals(member) && this.pending.remove(frame.correlation(), asked)) {
			asked.timer().cancel();
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
			asked.timer().cancel();
			asked.answer()
				.completeExceptionally(
						new ProcessUnavailableException(this.hub, null, "Node at %s %s (request %s of hub '%s')"
							.formatted(this.membership.address(asked.member()), why, asked.kind(), this.hub)));
		}
	}

	private record Pending(String member, Kind kind, CompletableFuture<WireReader> answer, Cancellable timer) {

	}

}
