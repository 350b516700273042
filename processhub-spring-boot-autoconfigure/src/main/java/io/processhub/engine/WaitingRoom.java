/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

import io.processhub.ProcessHubException;
import io.processhub.ProcessNotFoundException;
import io.processhub.ProcessUnavailableException;
import io.processhub.engine.Router.Attempt;
import io.processhub.directory.ReplicaId;
import io.processhub.registry.RegistryChange;

import org.jspecify.annotations.Nullable;

/**
 * Where messages wait for processes that cannot be reached just now, in their order per
 * process. A queue is tried again when there is news of its process, and now and then.
 */
final class WaitingRoom {

	private static final int CAPACITY = 100_000;

	private static final Duration FIRST_RETRY = Duration.ofMillis(5);

	private static final Duration LAST_RETRY = Duration.ofMillis(100);

	private final Hub hub;

	private final Function<Parcel, Attempt> attempt;

	private final Map<String, Queue> queues = new ConcurrentHashMap<>();

	private final AtomicInteger size = new AtomicInteger();

	private volatile @Nullable ProcessHubException closed;

	WaitingRoom(Hub hub, Function<Parcel, Attempt> attempt) {
		this.hub = hub;
		this.attempt = attempt;
	}

	/**
	 * Let a message wait if others wait for its process already.
	 * @param parcel the message
	 * @return whether it waits
	 */
	boolean join(Parcel parcel) {
		if (this.queues.isEmpty()) {
			return false;
		}
		return this.queues.computeIfPresent(parcel.recordId(), (id, queue) -> {
			enqueue(queue, parcel);
			return queue;
		}) != null;
	}

	/**
	 * Let a message wait.
	 * @param parcel the message
	 * @param why what came of the attempt to bring it to its process
	 */
	void add(Parcel parcel, Attempt why) {
		ProcessHubException reason = this.closed;
		if (reason != null) {
			parcel.giveBack(reason);
			return;
		}
		boolean[] first = new boolean[1];
		Queue queue = this.queues.compute(parcel.recordId(), (id, present) -> {
			first[0] = present == null;
			Queue target = (present != null) ? present : new Queue();
			enqueue(target, parcel);
			return target;
		});
		if (first[0]) {
			again(parcel.recordId(), queue, why);
		}
	}

	private void enqueue(Queue queue, Parcel parcel) {
		if (this.size.incrementAndGet() > CAPACITY) {
			this.size.decrementAndGet();
			this.hub.ports()
				.background()
				.execute(() -> parcel.fail(new ProcessUnavailableException(this.hub.id(), parcel.processId(),
						"Too many messages wait for processes of hub '%s' that are on the move"
							.formatted(this.hub.id()))));
			return;
		}
		synchronized (queue) {
			queue.parcels.add(parcel);
		}
	}

	/**
	 * Let messages wait for a process from now on, whether it can be reached or not.
	 * @param id the process id
	 */
	void hold(String id) {
		this.queues.compute(id, (key, present) -> {
			Queue queue = (present != null) ? present : new Queue();
			queue.held = true;
			return queue;
		});
	}

	/**
	 * Return whether messages are to wait for a process, whether it can be reached or
	 * not.
	 */
	boolean isHeld(String id) {
		Queue queue = this.queues.get(id);
		return queue != null && queue.held;
	}

	/**
	 * Let the messages through again that wait for a process.
	 * @param id the process id
	 */
	void release(String id) {
		Queue queue = this.queues.get(id);
		if (queue != null) {
			queue.held = false;
			wake(id);
		}
	}

	/**
	 * Try the queue of a process again, for there is news of it.
	 * @param id the process id
	 */
	void wake(String id) {
		if (!this.queues.isEmpty() && this.queues.containsKey(id)) {
			this.hub.ports().background().execute(() -> drain(id));
		}
	}

	/**
	 * Try all queues again.
	 */
	void wakeAll() {
		this.queues.keySet().forEach(this::wake);
	}

	private void drain(String id) {
		Queue queue = this.queues.get(id);
		if (queue == null || (queue.held && queue.verdict == null) || !queue.enter()) {
			return;
		}
		Attempt result = Attempt.DONE;
		while (result == Attempt.DONE) {
			Parcel head = queue.peek();
			if (head == null) {
				if (remove(id, queue)) {
					return;
				}
				continue;
			}
			result = settle(queue, head);
			if (result == Attempt.DONE) {
				queue.poll();
				this.size.decrementAndGet();
			}
		}
		if (queue.leave()) {
			this.hub.ports().background().execute(() -> drain(id));
		}
		else {
			again(id, queue, result);
		}
	}

	private Attempt settle(Queue queue, Parcel head) {
		try {
			Consumer<Parcel> verdict = queue.verdict;
			if (verdict == null) {
				return this.attempt.apply(head);
			}
			verdict.accept(head);
		}
		catch (RuntimeException ex) {
			head.fail(ex);
		}
		return Attempt.DONE;
	}

	private boolean remove(String id, Queue queue) {
		return this.queues.computeIfPresent(id,
				(key, present) -> (present == queue && queue.peek() == null) ? null : present) != queue;
	}

	private void again(String id, Queue queue, Attempt why) {
		if (why == Attempt.UNKNOWN) {
			resolve(id);
		}
		this.hub.ports().scheduler().schedule(queue.nextDelay(), () -> wake(id));
	}

	private void resolve(String id) {
		String process = ReplicaId.process(id);
		this.hub.directory().read(List.of(process)).whenComplete((answers, failure) -> {
			if (failure != null) {
				return;
			}
			for (DirectoryClient.Answer answer : answers.values()) {
				if (answer.outcome().present() != null) {
					this.hub.registry().apply(RegistryChange.of(answer.outcome().present()));
				}
			}
			if (this.hub.registry().get(process) == null) {
				failAll(id, (parcel) -> parcel.fail(new ProcessNotFoundException(this.hub.id(), process,
						"There is no process '%s' in hub '%s'. Start it first".formatted(process, this.hub.id()))));
			}
		});
	}

	private void failAll(String id, Consumer<Parcel> end) {
		Queue queue = this.queues.get(id);
		if (queue != null) {
			queue.verdict = end;
			wake(id);
		}
	}

	void close(ProcessHubException why) {
		this.closed = why;
		this.queues.keySet().forEach((id) -> failAll(id, (parcel) -> parcel.giveBack(why)));
	}

	/**
	 * The messages that wait for one process.
	 */
	private static final class Queue {

		private final Deque<Parcel> parcels = new ArrayDeque<>();

		private volatile @Nullable Consumer<Parcel> verdict;

		private volatile boolean held;

		private Duration delay = FIRST_RETRY;

		private boolean draining;

		private boolean again;

		synchronized @Nullable Parcel peek() {
			return this.parcels.peek();
		}

		synchronized @Nullable Parcel poll() {
			return this.parcels.poll();
		}

		synchronized boolean enter() {
			this.again = this.draining;
			boolean entered = !this.draining;
			this.draining = true;
			return entered;
		}

		synchronized boolean leave() {
			this.draining = false;
			boolean again = this.again;
			this.again = false;
			return again;
		}

		synchronized Duration nextDelay() {
			Duration next = this.delay;
			this.delay = (next.compareTo(LAST_RETRY) < 0) ? next.multipliedBy(2) : next;
			return next;
		}

	}

}
