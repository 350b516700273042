/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.processhub.HubNode;
import io.processhub.ProcessReference;
import io.processhub.ProcessRole;
import io.processhub.directory.StoredSpec;
import io.processhub.process.HubRunnable;
import io.processhub.process.ProcessContext;
import io.processhub.process.ProcessTimer;

/**
 * One instance of a process: its context, its timers and its loop. What changes is
 * guarded by the monitor of the cell, which is never shown to the user's code.
 */
final class Instance implements ProcessContext {

	/**
	 * How many timers an instance may have at a time.
	 */
	static final int MAX_TIMERS = 10_000;

	private static final ProcessTimer NO_TIMER = () -> {
	};

	private final Cell cell;

	private final StoredSpec spec;

	private volatile long epoch;

	private volatile ProcessRole role;

	private @Nullable Object target;

	private @Nullable List<InstanceTimer> timers;

	private @Nullable Thread loop;

	private @Nullable Throwable crash;

	private boolean ended;

	private boolean closed;

	Instance(Cell cell, StoredSpec spec, long epoch, ProcessRole role) {
		this.cell = cell;
		this.spec = spec;
		this.epoch = epoch;
		this.role = role;
	}

	Cell cell() {
		return this.cell;
	}

	void epoch(long epoch) {
		this.epoch = epoch;
	}

	void role(ProcessRole role) {
		this.role = role;
	}

	void target(Object target) {
		this.target = target;
	}

	@Nullable Object target() {
		return this.target;
	}

	Object requiredTarget() {
		Object present = this.target;
		Assert.state(present != null, "There is no instance");
		return present;
	}

	boolean isRunnable() {
		return this.target instanceof HubRunnable;
	}

	/**
	 * Start the loop, if the process is one. Called by the owner of the cell.
	 */
	void startLoop() {
		if (!(this.target instanceof HubRunnable runnable)) {
			return;
		}
		Thread thread = this.cell.supervision().loopThreads.newThread(() -> loop(runnable));
		Assert.state(thread != null, "The factory of the loop threads made none");
		thread.setName("processhub-%s-%s".formatted(hub(), id()));
		synchronized (this.cell) {
			if (this.closed) {
				return;
			}
			this.loop = thread;
		}
		try {
			thread.start();
		}
		catch (Throwable ex) {
			synchronized (this.cell) {
				this.loop = null;
			}
			throw ex;
		}
		synchronized (this.cell) {
			if (this.closed) {
				thread.interrupt();
			}
		}
	}

	private void loop(HubRunnable runnable) {
		Throwable error = null;
		try {
			runnable.run(this);
		}
		catch (Throwable ex) {
			error = ex;
		}
		this.cell.loopEnded(this, error);
	}

	// Under the monitor of the cell

	/**
	 * Let nothing begin any more: timers end, the loop is interrupted.
	 */
	void close() {
		this.closed = true;
		if (this.timers != null) {
			this.timers.forEach(InstanceTimer::end);
			this.timers = null;
		}
		interruptLoop();
	}

	void interruptLoop() {
		if (this.loop != null) {
			this.loop.interrupt();
		}
	}

	boolean isClosed() {
		return this.closed;
	}

	@Nullable Thread loop() {
		return this.loop;
	}

	void loopDone() {
		this.loop = null;
	}

	void crash(Throwable cause) {
		if (this.crash == null) {
			this.crash = cause;
		}
		close();
	}

	@Nullable Throwable crash() {
		return this.crash;
	}

	void end() {
		this.ended = true;
		close();
	}

	boolean isEnded() {
		return this.ended;
	}

	// What the user sees

	@Override
	public String id() {
		return this.spec.id();
	}

	@Override
	public String type() {
		return this.spec.type();
	}

	@Override
	public String hub() {
		return this.cell.supervision().hub;
	}

	@Override
	public HubNode node() {
		return this.cell.supervision().node;
	}

	@Override
	public @Nullable Object argument() {
		byte[] argument = this.spec.argument();
		return (argument != null) ? this.cell.supervision().codec.decode(argument) : null;
	}

	@Override
	public <T> T argument(Class<T> type) {
		Assert.notNull(type, "'type' must not be null");
		Object argument = argument();
		if (!type.isInstance(argument)) {
			throw new IllegalStateException(this.cell.supervision()
				.text(id(), "the argument is %s, not a %s"
					.formatted((argument != null) ? "a " + argument.getClass().getName() : "missing", type.getName())));
		}
		return type.cast(argument);
	}

	@Override
	public @Nullable String tag() {
		return this.spec.tag();
	}

	@Override
	public Map<String, String> metadata() {
		return Collections.unmodifiableMap(this.spec.metadata());
	}

	@Override
	public long epoch() {
		return this.epoch;
	}

	@Override
	public ProcessRole role() {
		return this.role;
	}

	@Override
	public ProcessReference self() {
		return this.cell.supervision().references.apply(id());
	}

	@Override
	public void stop() {
		this.cell.end(this);
	}

	@Override
	public ProcessTimer scheduleOnce(Duration delay, Object message) {
		return schedule(InstanceTimer.Kind.ONCE, delay, Duration.ZERO, message);
	}

	@Override
	public ProcessTimer scheduleAtFixedRate(Duration initialDelay, Duration period, Object message) {
		Assert.isTrue(isPositive(period), "'period' must be positive");
		return schedule(InstanceTimer.Kind.FIXED_RATE, initialDelay, period, message);
	}

	@Override
	public ProcessTimer scheduleWithFixedDelay(Duration initialDelay, Duration delay, Object message) {
		Assert.isTrue(isPositive(delay), "'delay' must be positive");
		return schedule(InstanceTimer.Kind.FIXED_DELAY, initialDelay, delay, message);
	}

	private static boolean isPositive(Duration duration) {
		return !duration.isNegative() && !duration.isZero();
	}

	private ProcessTimer schedule(InstanceTimer.Kind kind, Duration initialDelay, Duration period, Object message) {
		Assert.notNull(message, "'message' must not be null");
		InstanceTimer timer = new InstanceTimer(this, message, kind, period);
		synchronized (this.cell) {
			if (this.closed) {
				return NO_TIMER;
			}
			if (this.timers == null) {
				this.timers = new ArrayList<>(1);
			}
			Assert.state(this.timers.size() < MAX_TIMERS, () -> this.cell.supervision()
				.text(id(), "it has %d timers already, and may not have more".formatted(MAX_TIMERS)));
			this.timers.add(timer);
		}
		timer.start(initialDelay.isNegative() ? Duration.ZERO : initialDelay);
		return timer;
	}

	void forget(InstanceTimer timer) {
		synchronized (this.cell) {
			if (this.timers != null) {
				this.timers.remove(timer);
			}
		}
	}

	@Override
	public String toString() {
		return this.cell.supervision().text(id(), "epoch " + this.epoch);
	}

}
