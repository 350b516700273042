/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.processhub.cluster.Lane;
import io.processhub.cluster.Messaging.MessageReceiver;
import io.processhub.cluster.Registration;
import io.processhub.logging.RateLimitedLog;
import io.processhub.wire.WireException;

/**
 * Takes the batches that come in for a hub. A reply that the receiving thread itself
 * posts to the sender of the batch is kept to go back with the batch's own answer.
 * <p>
 * The receiver may use a thread for a little work. If it turns out to be more, the rest
 * of the batch is delivered without, by the timer, and the sender is told, so that it
 * does not hold back what is for the same processes; and the last of the threads that
 * take messages is never used, so that work without end cannot stop the lane.
 */
final class Inbox {

	private static final Log logger = LogFactory.getLog(Inbox.class);

	private static final long LOOK_MILLIS = 10;

	private final int threads;

	private final ScheduledExecutorService timer;

	private final Predicate<String> members;

	private final Sender sender;

	private final RateLimitedLog warnings = new RateLimitedLog(logger, System::nanoTime);

	private final AtomicReference<@Nullable MessageReceiver> receiver = new AtomicReference<>();

	private final ThreadLocal<@Nullable Delivery> current = new ThreadLocal<>();

	private final ThreadLocal<@Nullable Boolean> takingReplies = new ThreadLocal<>();

	private final Set<Delivery> deliveries = ConcurrentHashMap.newKeySet();

	private final AtomicInteger delivering = new AtomicInteger();

	private final AtomicBoolean looking = new AtomicBoolean();

	/**
	 * Create an inbox.
	 * @param threads how many threads may take messages at the same time
	 * @param timer delivers what is left of a batch
	 * @param members whether there is such a member
	 * @param sender sends what cannot go back with the answer to a batch
	 */
	Inbox(int threads, ScheduledExecutorService timer, Predicate<String> members, Sender sender) {
		this.threads = threads;
		this.timer = timer;
		this.members = members;
		this.sender = sender;
	}

	Registration receive(MessageReceiver handler) {
		Assert.state(this.receiver.compareAndSet(null, handler), "There is a handler already");
		return () -> this.receiver.compareAndSet(handler, null);
	}

	byte @Nullable [] take(Batch batch) {
		if (!this.members.test(batch.sender())) {
			this.warnings
				.warn(() -> "Ignored a batch for hub '%s' that names no member as its sender".formatted(batch.hub()));
			return null;
		}
		if (batch.saysDelivered()) {
			this.sender.delivered(batch.sender(), batch.number());
			return null;
		}
		Delivery delivery = new Delivery(batch);
		boolean watched = batch.lane() == Lane.MESSAGE;
		boolean spare = true;
		this.current.set(delivery);
		if (watched) {
			spare = this.delivering.incrementAndGet() < this.threads;
			this.deliveries.add(delivery);
			look();
		}
		try {
			for (byte[] message = delivery.next(); message != null; message = delivery.next()) {
				deliver(batch.sender(), batch.lane(), message, spare ? delivery : null);
			}
		}
		finally {
			this.current.remove();
			if (watched) {
				this.deliveries.remove(delivery);
				this.delivering.decrementAndGet();
			}
		}
		List<byte[]> replies = delivery.end();
		return replies.isEmpty() ? null : Batch.messagesToBytes(replies);
	}

	private void look() {
		if (this.looking.compareAndSet(false, true)) {
			try {
				this.timer.schedule(this::overtake, LOOK_MILLIS, TimeUnit.MILLISECONDS);
			}
			catch (RejectedExecutionException ex) {
				logger.debug("Batches are not watched any more, for the messaging is closing");
			}
		}
	}

	private void overtake() {
		this.looking.set(false);
		for (Delivery delivery : this.deliveries) {
			Delivery.Rest rest = delivery.overtake();
			if (rest != null) {
				rest.replies().forEach((reply) -> this.sender.reply(delivery.sender(), reply));
				rest.messages().forEach((message) -> deliver(delivery.sender(), delivery.lane(), message, null));
				this.deliveries.remove(delivery);
				this.sender.confirm(delivery.sender(), delivery.number());
			}
		}
		if (!this.deliveries.isEmpty()) {
			look();
		}
	}

	/**
	 * Keep a reply for the batch that the calling thread is handling.
	 * @param member the member that the reply is for
	 * @param reply the reply
	 * @return whether the reply was kept; if not, it must be sent
	 */
	boolean keep(String member, byte[] reply) {
		Delivery delivery = this.current.get();
		return delivery != null && delivery.keep(member, reply);
	}

	/**
	 * Take the replies that came back with a batch.
	 * @param member the member that sent them
	 * @param replies the replies
	 */
	void takeReplies(String member, byte[] replies) {
		this.takingReplies.set(true);
		try {
			Batch.messagesFromBytes(replies).forEach((reply) -> deliver(member, Lane.REPLY, reply, null));
		}
		catch (WireException ex) {
			this.warnings.warn(() -> "Ignored malformed replies from member " + member + ": " + ex.getMessage());
		}
		finally {
			this.takingReplies.remove();
		}
	}

	/**
	 * Return whether the calling thread is one of Hazelcast's that brought replies: it
	 * must not send.
	 * @return whether it is
	 */
	boolean isTakingReplies() {
		return this.takingReplies.get() != null;
	}

	private void deliver(String member, Lane lane, byte[] message, @Nullable Runnable working) {
		MessageReceiver handler = this.receiver.get();
		if (handler == null) {
			logger.debug("Dropped a message from member " + member + ": nobody takes it yet, or any more");
			return;
		}
		try {
			handler.receive(member, lane, message, working);
		}
		catch (RuntimeException | Error ex) {
			this.warnings.warn(() -> "Failed to handle a message from member " + member, ex);
		}
	}

	/**
	 * Talks to other members.
	 */
	interface Sender {

		/**
		 * Send a reply that cannot go back with its batch.
		 * @param member the member that the reply is for
		 * @param reply the reply
		 */
		void reply(String member, byte[] reply);

		/**
		 * Tell a member that a batch from it was delivered.
		 * @param member the member
		 * @param number the number of the batch
		 */
		void confirm(String member, long number);

		/**
		 * A batch was delivered.
		 * @param member the member that it was sent to
		 * @param number the number of the batch
		 */
		void delivered(String member, long number);

	}

}
