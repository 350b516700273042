/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;

import io.processhub.ProcessUnavailableException;
import io.processhub.logging.SafeLog;
import io.processhub.time.HubScheduler.Cancellable;

/**
 * Makes instances before their processes come, and keeps them for a while. What is not
 * taken in time is destroyed.
 */
final class Preparation {

	/**
	 * How many instances may be kept, or be about to be made.
	 */
	static final int CAPACITY = 4096;

	private final Supervision supervision;

	private final Queue<Task> queue = new ConcurrentLinkedQueue<>();

	// Guarded by this

	private final Map<String, Prepared> ready = new HashMap<>();

	private int expected;

	private int makers;

	private int era;

	Preparation(Supervision supervision) {
		this.supervision = supervision;
	}

	/**
	 * Make instances.
	 * @param types the types by process id
	 * @param limit how long that may take: an instance that comes later is destroyed
	 * @param retention how long an instance is kept
	 * @return completes when all are made or failed, or the time is over, with what
	 * failed
	 */
	CompletionStage<Map<String, Throwable>> prepare(Map<String, ProcessType> types, Duration limit,
			Duration retention) {
		Batch batch;
		boolean full;
		synchronized (this) {
			full = this.ready.size() + this.expected + types.size() > CAPACITY;
			batch = new Batch(types, retention, this.era);
			if (!full) {
				this.expected += types.size();
			}
		}
		if (full) {
			batch.failAll("not prepared, as too many instances wait for their processes already");
			return batch.outcome;
		}
		batch.tasks.forEach(this.queue::add);
		Cancellable timer = this.supervision.scheduler.schedule(limit,
				() -> batch.failAll("not prepared in time: its instance takes too long to be made"));
		batch.outcome.whenComplete((failures, failure) -> timer.cancel());
		batch.one();
		wake(types.size());
		return batch.outcome;
	}

	private void wake(int added) {
		int max = Math.max(1, this.supervision.settings.maxConcurrentStarts());
		for (int i = 0; i < added; i++) {
			synchronized (this) {
				if (this.makers >= max) {
					return;
				}
				this.makers++;
			}
			this.supervision.execute(this::makeNext);
		}
	}

	private void makeNext() {
		Task task = this.queue.poll();
		if (task != null) {
			make(task);
		}
		synchronized (this) {
			if (this.queue.isEmpty()) {
				this.makers--;
				return;
			}
		}
		this.supervision.execute(this::makeNext);
	}

	private void make(Task task) {
		Object made = null;
		Throwable error = null;
		if (task.batch.awaits(task.id)) {
			try {
				made = task.type.factory().create();
			}
			catch (Throwable ex) {
				Lifecycle.keepInterrupt(ex);
				error = ex;
			}
		}
		Prepared unused = null;
		synchronized (this) {
			this.expected--;
			if (made != null) {
				Prepared fresh = new Prepared(task.id, task.type, made);
				unused = (task.batch.era == this.era && task.batch.done(task.id)) ? keep(fresh, task.batch.retention)
						: fresh;
			}
		}
		if (unused != null) {
			destroy(unused);
		}
		task.batch.made(task.id, error);
	}

	private @Nullable Prepared keep(Prepared prepared, Duration retention) {
		Prepared before = this.ready.put(prepared.id, prepared);
		prepared.timer = this.supervision.scheduler.schedule(retention, () -> expire(prepared));
		if (before != null && before.timer != null) {
			before.timer.cancel();
		}
		return before;
	}

	private void expire(Prepared prepared) {
		boolean present;
		synchronized (this) {
			present = this.ready.remove(prepared.id, prepared);
		}
		if (present) {
			this.supervision.execute(() -> destroy(prepared));
		}
	}

	/**
	 * Take out the instance of a process.
	 * @param id the process id
	 * @param type the type that it must be of
	 * @return the instance, or {@code null} if there is none
	 */
	@Nullable Object take(String id, ProcessType type) {
		Prepared prepared = remove(id);
		if (prepared == null) {
			return null;
		}
		if (prepared.type != type) {
			destroy(prepared);
			return null;
		}
		return prepared.instance;
	}

	private synchronized @Nullable Prepared remove(String id) {
		Prepared prepared = this.ready.remove(id);
		if (prepared != null && prepared.timer != null) {
			prepared.timer.cancel();
		}
		return prepared;
	}

	/**
	 * Destroy instances that are not needed.
	 * @param ids the process ids
	 */
	void discard(Collection<String> ids) {
		for (String id : ids) {
			Prepared prepared = remove(id);
			if (prepared != null) {
				this.supervision.execute(() -> destroy(prepared));
			}
		}
	}

	/**
	 * Destroy all instances, those that are being made included.
	 */
	void discardAll() {
		List<String> ids;
		synchronized (this) {
			this.era++;
			ids = List.copyOf(this.ready.keySet());
		}
		discard(ids);
	}

	/**
	 * Return how many instances are kept.
	 */
	synchronized int size() {
		return this.ready.size();
	}

	private void destroy(Prepared prepared) {
		try {
			prepared.type.factory().destroy(prepared.instance);
		}
		catch (Throwable ex) {
			Lifecycle.keepInterrupt(ex);
			SafeLog.warn(Supervision.logger,
					this.supervision.text(prepared.id, "its prepared instance could not be destroyed"), ex);
		}
	}

	/**
	 * An instance to be made.
	 */
	private record Task(String id, ProcessType type, Batch batch) {

	}

	/**
	 * An instance that waits for its process.
	 */
	private static final class Prepared {

		private final String id;

		private final ProcessType type;

		private final Object instance;

		private @Nullable Cancellable timer;

		private Prepared(String id, ProcessType type, Object instance) {
			this.id = id;
			this.type = type;
			this.instance = instance;
		}

	}

	/**
	 * Instances that are made together.
	 */
	private final class Batch {

		private final CompletableFuture<Map<String, Throwable>> outcome = new CompletableFuture<>();

		private final List<Task> tasks;

		private final Duration retention;

		private final int era;

		// Guarded by this

		private final Map<String, ProcessType> awaited;

		private final Map<String, Throwable> failures = new HashMap<>();

		private int pending;

		private Batch(Map<String, ProcessType> types, Duration retention, int era) {
			this.awaited = new HashMap<>(types);
			this.tasks = types.entrySet()
				.stream()
				.map((entry) -> new Task(entry.getKey(), entry.getValue(), this))
				.toList();
			this.retention = retention;
			this.era = era;
			this.pending = types.size() + 1;
		}

		private synchronized boolean awaits(String id) {
			return this.awaited.containsKey(id);
		}

		private synchronized boolean done(String id) {
			return this.awaited.remove(id) != null;
		}

		private void made(String id, @Nullable Throwable error) {
			synchronized (this) {
				if (error != null && this.awaited.remove(id) != null) {
					this.failures.put(id, error);
				}
			}
			one();
		}

		private void one() {
			synchronized (this) {
				this.pending--;
				if (this.pending > 0) {
					return;
				}
			}
			failAll("not prepared, as the hub stops or must not work");
		}

		private void failAll(String why) {
			Map<String, Throwable> failed;
			synchronized (this) {
				this.awaited.keySet()
					.forEach((id) -> this.failures.put(id, new ProcessUnavailableException(
							Preparation.this.supervision.hub, id, Preparation.this.supervision.text(id, why))));
				this.awaited.clear();
				failed = Map.copyOf(this.failures);
			}
			this.outcome.complete(failed);
		}

	}

}
