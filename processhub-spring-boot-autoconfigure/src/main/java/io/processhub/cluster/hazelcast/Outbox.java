/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one member. The first message goes out at once; those that
 * come while it is on its way go together in the next batch, so a busy outbox batches and
 * a quiet one does not wait.
 * <p>
 * A batch that does not come back soon may be held up by a handler. Then the next batch
 * goes out beside it, but without messages that share a key with a batch on its way: they
 * could overtake it.
 */
final class Outbox {

	private static final long IMPATIENCE = TimeUnit.MILLISECONDS.toNanos(5);

	/**
	 * When a connection breaks, the answer to a batch may be lost for good.
	 */
	private static final long LOSS = TimeUnit.SECONDS.toNanos(10);

	private static final int MAX_IN_FLIGHT = 8;

	private static final int MAX_BATCH_MESSAGES = 1000;

	private static final int MAX_BATCH_BYTES = 1 << 20;

	private static final int MAX_SCANNED = 5 * MAX_BATCH_MESSAGES;

	private final Limits limits;

	private final Transport transport;

	private final ScheduledExecutorService timer;

	private final Object lock = new Object();

	private final Deque<Message> queue = new ArrayDeque<>();

	private final List<Shipment> inFlight = new ArrayList<>(MAX_IN_FLIGHT);

	private long queuedBytes;

	private boolean armed;

	private boolean closed;

	Outbox(Limits limits, Transport transport, ScheduledExecutorService timer) {
		this.limits = limits;
		this.transport = transport;
		this.timer = timer;
	}

	/**
	 * Send a message, now or with the next batch.
	 * @param key messages with the same key keep their order
	 * @param message the message
	 * @return whether the message was taken; if not, too much is waiting already
	 */
	boolean send(int key, byte[] message) {
		Shipment shipment = null;
		synchronized (this.lock) {
			if (this.closed) {
				return true;
			}
			if (this.inFlight.isEmpty() && this.queue.isEmpty()) {
				shipment = new Shipment(List.of(new Message(key, message)));
				this.inFlight.add(shipment);
			}
			else if (this.queue.size() >= this.limits.messages() || this.queuedBytes >= this.limits.bytes()) {
				return false;
			}
			else {
				this.queue.add(new Message(key, message));
				this.queuedBytes += message.length;
				arm();
			}
		}
		ship(shipment);
		return true;
	}

	/**
	 * Return whether all that was taken has been sent.
	 */
	boolean isIdle() {
		synchronized (this.lock) {
			return this.queue.isEmpty() && this.inFlight.isEmpty();
		}
	}

	void close() {
		synchronized (this.lock) {
			this.closed = true;
			this.queue.clear();
			this.queuedBytes = 0;
		}
	}

	private void ship(@Nullable Shipment first) {
		Shipment next = first;
		while (next != null) {
			Shipment shipment = next;
			next = this.transport.ship(shipment.messages, () -> shipLater(returned(shipment))) ? null
					: returned(shipment);
		}
	}

	/**
	 * Send from a thread of our own: batches come back on threads of Hazelcast that must
	 * not send.
	 */
	private void shipLater(@Nullable Shipment next) {
		if (next != null) {
			try {
				this.timer.execute(() -> ship(next));
			}
			catch (RejectedExecutionException ex) {
				close();
			}
		}
	}

	private @Nullable Shipment returned(Shipment shipment) {
		synchronized (this.lock) {
			this.inFlight.remove(shipment);
			return next();
		}
	}

	private void lookAround() {
		Shipment next;
		synchronized (this.lock) {
			this.armed = false;
			long now = System.nanoTime();
			for (Iterator<Shipment> each = this.inFlight.iterator(); each.hasNext();) {
				Shipment shipment = each.next();
				shipment.overdue = now - shipment.sent >= IMPATIENCE;
				if (now - shipment.sent >= LOSS) {
					each.remove();
				}
			}
			next = next();
		}
		ship(next);
	}

	private @Nullable Shipment next() {
		if (this.queue.isEmpty()) {
			return null;
		}
		Shipment next = null;
		if (this.inFlight.size() < MAX_IN_FLIGHT && this.inFlight.stream().allMatch((each) -> each.overdue)) {
			List<Message> messages = take();
			if (!messages.isEmpty()) {
				next = new Shipment(messages);
				this.inFlight.add(next);
			}
		}
		arm();
		return next;
	}

	private List<Message> take() {
		Set<Integer> held = new HashSet<>();
		for (Shipment shipment : this.inFlight) {
			shipment.messages.forEach((message) -> held.add(message.key()));
		}
		List<Message> taken = new ArrayList<>(Math.min(this.queue.size(), MAX_BATCH_MESSAGES));
		List<Message> skipped = new ArrayList<>(0);
		int bytes = 0;
		while (!this.queue.isEmpty() && taken.size() < MAX_BATCH_MESSAGES && bytes < MAX_BATCH_BYTES
				&& skipped.size() < MAX_SCANNED) {
			Message message = this.queue.remove();
			if (!held.isEmpty() && held.contains(message.key())) {
				skipped.add(message);
			}
			else {
				taken.add(message);
				bytes += message.bytes().length;
			}
		}
		for (int i = skipped.size() - 1; i >= 0; i--) {
			this.queue.addFirst(skipped.get(i));
		}
		this.queuedBytes -= bytes;
		return taken;
	}

	private void arm() {
		if (this.armed || this.closed || this.queue.isEmpty()) {
			return;
		}
		try {
			this.timer.schedule(this::lookAround, IMPATIENCE, TimeUnit.NANOSECONDS);
			this.armed = true;
		}
		catch (RejectedExecutionException ex) {
			// The messaging is closing, so what waits is dropped
			this.queue.clear();
			this.queuedBytes = 0;
		}
	}

	/**
	 * How much may wait.
	 *
	 * @param messages the number of messages
	 * @param bytes the number of bytes
	 */
	record Limits(int messages, long bytes) {

	}

	record Message(int key, byte[] bytes) {

	}

	/**
	 * Sends batches.
	 */
	@FunctionalInterface
	interface Transport {

		/**
		 * Send a batch.
		 * @param messages the messages
		 * @param returned to be called when the batch has come back, or failed
		 * @return whether the batch is on its way; if not, {@code returned} is not called
		 */
		boolean ship(List<Message> messages, Runnable returned);

	}

	private static final class Shipment {

		private final List<Message> messages;

		private final long sent = System.nanoTime();

		private boolean overdue;

		Shipment(List<Message> messages) {
			this.messages = messages;
		}

	}

}
