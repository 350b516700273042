/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.processhub.logging.RateLimitedLog;
import io.processhub.time.HubScheduler;
import io.processhub.time.HubScheduler.Cancellable;

/**
 * Tells the handlers of one hub on this node what happens, one thing after the other.
 * Thread-safe; where nobody listens, telling costs a read of memory.
 *
 * @since 0.1.0
 */
public final class HookDispatcher implements HookOperations {

	/**
	 * How long a handler may take before the next one is called without it.
	 */
	public static final Duration TIME_LIMIT = Duration.ofSeconds(1);

	/**
	 * How long somebody waits for handlers at most: their turn may come late.
	 */
	public static final Duration PATIENCE = TIME_LIMIT.multipliedBy(2);

	/**
	 * How many happenings may wait for handlers; further ones are left out.
	 */
	static final int MAX_WAITING = 100_000;

	private static final Log logger = LogFactory.getLog(HookDispatcher.class);

	private static final Registered[] NONE = {};

	private final String hub;

	private final Executor workers;

	private final HubScheduler scheduler;

	private final RateLimitedLog warnings;

	private final AtomicReferenceArray<Registered[]> handlers = new AtomicReferenceArray<>(HookKey.values().length);

	private final Deque<Happening> waiting = new ArrayDeque<>();

	private final LongAdder errors = new LongAdder();

	private boolean telling;

	/**
	 * Create a new {@code HookDispatcher}.
	 * @param hub the hub id
	 * @param workers run the handlers
	 * @param scheduler the source of time
	 */
	public HookDispatcher(String hub, Executor workers, HubScheduler scheduler) {
		this.hub = hub;
		this.workers = workers;
		this.scheduler = scheduler;
		this.warnings = new RateLimitedLog(logger, scheduler::nanoTime);
		for (int i = 0; i < this.handlers.length(); i++) {
			this.handlers.set(i, NONE);
		}
	}

	@Override
	public <P extends HookPayload> void registerHook(Class<P> payloadType, String handlerId, int priority,
			HookHandler<? super P> handler) {
		Assert.notNull(payloadType, "'payloadType' must not be null");
		Assert.notNull(handler, "'handler' must not be null");
		HookKey key = HookKey.of(payloadType);
		Assert.isTrue(key != HookKey.CHILD_DATA_ALTER, "What alters processes must be a ChildDataAlterer");
		register(key, new Registered(key, handlerId, priority, (payload) -> {
			handler.handle(payloadType.cast(payload));
			return payload;
		}));
	}

	@Override
	public void registerHook(String handlerId, int priority, ChildDataAlterer alterer) {
		Assert.notNull(alterer, "'alterer' must not be null");
		register(HookKey.CHILD_DATA_ALTER, new Registered(HookKey.CHILD_DATA_ALTER, handlerId, priority,
				(payload) -> alter(alterer, (ChildDataAlter) payload)));
	}

	private static ChildDataAlter alter(ChildDataAlterer alterer, ChildDataAlter data) throws Exception {
		ChildDataAlter altered = alterer.alter(data);
		if (altered == null || !altered.spec().id().equals(data.spec().id()) || !altered.hub().equals(data.hub())) {
			throw new IllegalStateException("It returned another process than '%s'".formatted(data.spec().id()));
		}
		return altered;
	}

	private void register(HookKey key, Registered handler) {
		Assert.hasText(handler.id, "'handlerId' must not be empty");
		this.handlers.updateAndGet(key.ordinal(), (present) -> {
			List<Registered> changed = new ArrayList<>(Arrays.asList(present));
			Assert.isTrue(changed.stream().noneMatch((other) -> other.id.equals(handler.id)),
					() -> "Hub '%s' has a handler '%s' for %s already".formatted(this.hub, handler.id, key));
			changed.add(handler);
			// Of those with the same priority the first comes first
			changed.sort(Comparator.comparingInt((each) -> each.priority));
			return changed.toArray(NONE);
		});
	}

	@Override
	public boolean cancelHook(HookKey key, String handlerId) {
		Assert.notNull(key, "'key' must not be null");
		Registered[] before = this.handlers.getAndUpdate(key.ordinal(),
				(present) -> Arrays.stream(present)
					.filter((handler) -> !handler.id.equals(handlerId))
					.toArray(Registered[]::new));
		return Arrays.stream(before).anyMatch((handler) -> handler.id.equals(handlerId));
	}

	/**
	 * Remember which handlers are registered now.
	 * @return lets them be those that are registered
	 */
	public Runnable remember() {
		List<Registered[]> remembered = new ArrayList<>();
		for (int i = 0; i < this.handlers.length(); i++) {
			remembered.add(this.handlers.get(i));
		}
		return () -> {
			for (int i = 0; i < this.handlers.length(); i++) {
				this.handlers.set(i, remembered.get(i));
			}
		};
	}

	/**
	 * Return whether anybody is to be told of something.
	 * @param key what
	 * @return whether there is a handler
	 */
	public boolean isHooked(HookKey key) {
		return this.handlers.get(key.ordinal()).length > 0;
	}

	/**
	 * Return how often a handler has failed, took too long, or was left out.
	 * @return the number since the hub was made
	 */
	public long errors() {
		return this.errors.sum();
	}

	/**
	 * Tell what happens.
	 * @param key what
	 * @param payload makes the payload, if anybody is to be told
	 */
	public void tell(HookKey key, Supplier<? extends HookPayload> payload) {
		if (isHooked(key)) {
			enqueue(new Happening(payload.get(), this.handlers.get(key.ordinal()), null, this::tellAll));
		}
	}

	/**
	 * Tell what is about to happen.
	 * @param key what
	 * @param payload makes the payload, if anybody is to be told
	 * @return completes when all handlers have been told, or that takes too long, on any
	 * thread; at once if there are none
	 */
	public CompletionStage<Void> tellBefore(HookKey key, Supplier<? extends HookPayload> payload) {
		if (!isHooked(key)) {
			return CompletableFuture.completedStage(null);
		}
		CompletableFuture<Void> told = new CompletableFuture<>();
		Cancellable patience = this.scheduler.schedule(PATIENCE, () -> told.complete(null));
		told.thenRun(patience::cancel);
		enqueue(new Happening(payload.get(), this.handlers.get(key.ordinal()), told, this::tellAll));
		return told;
	}

	/**
	 * Have processes altered that are about to be started.
	 * @param processes the processes
	 * @return completes with what is to be started, in the same order
	 */
	public CompletionStage<List<ChildDataAlter>> alter(List<ChildDataAlter> processes) {
		Alteration alteration = new Alteration(processes);
		execute(alteration::next);
		return alteration.done;
	}

	private void enqueue(Happening happening) {
		boolean full;
		boolean begin;
		synchronized (this.waiting) {
			full = this.waiting.size() >= MAX_WAITING;
			if (!full) {
				this.waiting.add(happening);
			}
			begin = !full && !this.telling;
			this.telling |= begin;
		}
		if (full) {
			this.errors.increment();
			this.warnings.warn(() -> "Hub '%s' leaves out %s, as %d happenings wait for handlers already"
				.formatted(this.hub, happening.payload.key(), MAX_WAITING));
			happening.end();
		}
		if (begin) {
			execute(this::tellAll);
		}
	}

	private void execute(Runnable task) {
		try {
			this.workers.execute(task);
		}
		catch (RejectedExecutionException ex) {
			// The hub has stopped, and its threads with it
			List<Happening> left;
			synchronized (this.waiting) {
				left = new ArrayList<>(this.waiting);
				this.waiting.clear();
				this.telling = false;
			}
			left.forEach(Happening::end);
		}
	}

	private void tellAll() {
		while (true) {
			Happening happening;
			synchronized (this.waiting) {
				happening = this.waiting.poll();
				this.telling = happening != null;
			}
			if (happening == null || !tell(happening)) {
				return;
			}
		}
	}

	/**
	 * Tell the handlers that have not been told yet.
	 * @return {@code false} if another thread goes on
	 */
	private boolean tell(Happening happening) {
		while (happening.told < happening.handlers.length) {
			if (!call(happening.handlers[happening.told++], happening)) {
				return false;
			}
		}
		happening.end();
		return true;
	}

	private boolean call(Registered handler, Happening happening) {
		if (handler.late.get() > 0) {
			this.errors.increment();
			this.warnings.warn(() -> "Hub '%s' leaves out handler '%s' for %s, which has not returned yet"
				.formatted(this.hub, handler.id, handler.key));
			return true;
		}
		AtomicBoolean over = new AtomicBoolean();
		Cancellable limit = this.scheduler.schedule(TIME_LIMIT, () -> {
			if (over.compareAndSet(false, true)) {
				handler.late.incrementAndGet();
				this.errors.increment();
				this.warnings.warn(() -> "Hub '%s' goes on without handler '%s' for %s, which takes longer than %d ms"
					.formatted(this.hub, handler.id, handler.key, TIME_LIMIT.toMillis()));
				execute(() -> {
					if (tell(happening)) {
						happening.next.run();
					}
				});
			}
		});
		HookPayload changed = null;
		try {
			changed = handler.call.on(happening.payload);
		}
		catch (Throwable ex) {
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			this.errors.increment();
			this.warnings
				.warn(() -> "Hub '%s': handler '%s' for %s failed".formatted(this.hub, handler.id, handler.key), ex);
		}
		limit.cancel();
		if (!over.compareAndSet(false, true)) {
			handler.late.decrementAndGet();
			return false;
		}
		if (changed != null) {
			happening.payload = changed;
		}
		return true;
	}

	/**
	 * Calls a handler.
	 */
	@FunctionalInterface
	private interface Call {

		@Nullable HookPayload on(HookPayload payload) throws Exception;

	}

	/**
	 * A handler with its place among the others.
	 */
	private static final class Registered {

		private final HookKey key;

		private final String id;

		private final int priority;

		private final Call call;

		/**
		 * How many calls have taken too long and have not returned.
		 */
		private final AtomicInteger late = new AtomicInteger();

		private Registered(HookKey key, String id, int priority, Call call) {
			this.key = key;
			this.id = id;
			this.priority = priority;
			this.call = call;
		}

	}

	/**
	 * Something that happens, and who is to be told of it.
	 */
	private static final class Happening {

		private HookPayload payload;

		private final Registered[] handlers;

		private final @Nullable CompletableFuture<Void> end;

		/**
		 * What comes after it.
		 */
		private final Runnable next;

		/**
		 * How many handlers have been told.
		 */
		private int told;

		private Happening(HookPayload payload, Registered[] handlers, @Nullable CompletableFuture<Void> end,
				Runnable next) {
			this.payload = payload;
			this.handlers = handlers;
			this.end = end;
			this.next = next;
		}

		private void end() {
			if (this.end != null) {
				this.end.complete(null);
			}
		}

	}

	/**
	 * Processes that are altered, one after the other.
	 */
	private final class Alteration {

		private final List<ChildDataAlter> processes;

		private final List<ChildDataAlter> altered = new ArrayList<>();

		private final CompletableFuture<List<ChildDataAlter>> done = new CompletableFuture<>();

		private @Nullable Happening last;

		private Alteration(List<ChildDataAlter> processes) {
			this.processes = processes;
		}

		private void next() {
			Registered[] alterers = HookDispatcher.this.handlers.get(HookKey.CHILD_DATA_ALTER.ordinal());
			while (true) {
				if (this.last != null) {
					this.altered.add((ChildDataAlter) this.last.payload);
				}
				if (this.altered.size() == this.processes.size()) {
					this.done.complete(this.altered);
					return;
				}
				this.last = new Happening(this.processes.get(this.altered.size()), alterers, null, this::next);
				if (!tell(this.last)) {
					return;
				}
			}
		}

	}

}
