/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.processhub.cluster.Lane;
import io.processhub.cluster.Messaging.MessageReceiver;
import io.processhub.logging.ErrorText;
import io.processhub.logging.RateLimitedLog;
import io.processhub.wire.WireException;
import io.processhub.wire.WireWriter;

/**
 * Takes the messages of the other nodes and hands each to whom it is for. Bytes that are
 * no message are reported and dropped.
 */
final class Inbox implements MessageReceiver {

	private static final Log logger = LogFactory.getLog(Inbox.class);

	/**
	 * How many requests for starts are remembered.
	 */
	private static final int MAX_STARTED = 2000;

	private final Hub hub;

	private final RateLimitedLog warnings;

	private final Set<String> started = Collections.newSetFromMap(new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > MAX_STARTED;
		}

	});

	Inbox(Hub hub) {
		this.hub = hub;
		this.warnings = new RateLimitedLog(logger, hub.ports().scheduler()::nanoTime);
	}

	@Override
	public void receive(String member, Lane lane, byte[] message, @Nullable Runnable working) {
		try {
			Announcement foreign = (lane == Lane.CONTROL) ? Frame.readForeign(message) : null;
			if (foreign != null) {
				this.hub.nodes().learn(member, foreign);
				return;
			}
			Frame frame = Frame.read(message);
			if (lane == Lane.CONTROL) {
				this.hub.nodes().heard(member);
				String local = this.hub.ports().membership().local();
				if (!frame.kind().isOrder() || !this.hub.recovery().defer(() -> order(member, local, frame))) {
					control(member, frame);
				}
			}
			else {
				deliver(member, frame, working);
			}
		}
		catch (WireException ex) {
			drop(member, ex);
		}
		catch (RuntimeException | Error ex) {
			this.warnings.warn(() -> "Message from %s to hub '%s' was not taken: %s".formatted(address(member),
					this.hub.id(), ErrorText.of(ex)), ex);
		}
	}

	/**
	 * Carry out an order that came while this node did not know how things are, unless
	 * whoever gave it has taken this node for gone since and turned to another.
	 */
	private void order(String member, String local, Frame frame) {
		if (!this.hub.router().isParted(member, local)) {
			try {
				control(member, frame);
			}
			catch (WireException ex) {
				drop(member, ex);
			}
		}
	}

	/**
	 * Take news that a node has laid out for all.
	 * @param member the member that it runs on
	 * @param news the news
	 */
	void news(String member, byte[] news) {
		try {
			Frame frame = Frame.read(news);
			if (frame.kind() != Kind.CHANGES) {
				throw new WireException("Message " + frame.kind() + " came as news");
			}
			this.hub.synchronizer().changed(frame.body());
		}
		catch (WireException ex) {
			drop(member, ex);
		}
		catch (RuntimeException | Error ex) {
			this.warnings.warn(() -> "News from %s to hub '%s' were not taken: %s".formatted(address(member),
					this.hub.id(), ErrorText.of(ex)), ex);
		}
	}

	private void drop(String member, WireException ex) {
		this.warnings.warn(() -> "Hub '%s' dropped a message from %s that it does not understand: %s"
			.formatted(this.hub.id(), address(member), ex.getMessage()));
	}

	private String address(String member) {
		return this.hub.ports().membership().address(member);
	}

	private void deliver(String member, Frame frame, @Nullable Runnable working) {
		switch (frame.kind()) {
			case DELIVER -> this.hub.router().delivered(member, frame, working);
			case FLUSH -> this.hub.router().flush(member, frame);
			case FLUSHED -> this.hub.router().flushed(frame);
			case REPLY -> this.hub.router().replied(frame);
			case PASSED_ON -> this.hub.router().passedOn(member, frame);
			default -> throw new WireException("Message " + frame.kind() + " came on the wrong lane");
		}
	}

	private void control(String member, Frame frame) {
		switch (frame.kind()) {
			case ANNOUNCE -> {
				this.hub.nodes().learn(member, Announcement.readFrom(frame.body()));
				Announcement self = this.hub.nodes().self();
				answer(member, frame, CompletableFuture.completedStage(self::writeTo));
			}
			case START -> {
				if (isFirst(member, frame)) {
					answer(member, frame,
							this.hub.starter()
								.requested(frame.body())
								.thenApply((outcomes) -> (writer) -> StartOutcome.writeAll(outcomes, writer)));
				}
			}
			case STOP -> answer(member, frame, this.hub.stopper().requested(frame.body()).thenApply(Inbox::nothing));
			case RUN -> answer(member, frame, this.hub.activator().requested(frame.body()).thenApply(Inbox::nothing));
			case REBALANCE -> answer(member, frame, this.hub.reconciler().rebalance().thenApply(Inbox::nothing));
			case PREPARE -> answer(member, frame, this.hub.handover().prepare(frame.body()).thenApply(Inbox::texts));
			case HANDOVER ->
				answer(member, frame, this.hub.handover().take(member, frame.body()).thenApply(Inbox::texts));
			case ADOPT -> this.hub.reconciler().adopt(frame.body());
			case CHANGES -> this.hub.synchronizer().changed(frame.body());
			case DIGESTS -> this.hub.synchronizer().compare(frame.body());
			case RELAY -> this.hub.synchronizer().relay(frame.body());
			case LOAD -> this.hub.loads().sampled(member, frame.body());
			case LOADS -> this.hub.loads().told(member, frame.body());
			case ANSWER -> this.hub.requests().answered(member, frame);
			case ALIVE -> this.hub.nodes().alive(member);
			default -> throw new WireException("Message " + frame.kind() + " came on the wrong lane");
		}
	}

	/**
	 * Return whether a request was not there before. Started once more, its processes
	 * could come back after they were stopped.
	 */
	private boolean isFirst(String member, Frame frame) {
		synchronized (this.started) {
			return this.started.add(member + "/" + frame.correlation());
		}
	}

	private static Consumer<WireWriter> nothing(Object result) {
		return (writer) -> {
		};
	}

	private static Consumer<WireWriter> texts(Map<String, String> texts) {
		return (writer) -> writer.writeStrings(texts);
	}

	private void answer(String member, Frame frame, CompletionStage<Consumer<WireWriter>> body) {
		body.whenComplete((writer, failure) -> {
			if (failure == null) {
				this.hub.requests().answer(member, frame.correlation(), writer);
			}
			else {
				this.warnings.warn(() -> "Request %s from %s to hub '%s' failed: %s".formatted(frame.kind(),
						address(member), this.hub.id(), ErrorText.of(Failures.unwrap(failure))));
			}
		});
	}

}
