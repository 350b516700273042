/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.processhub.StopReason;
import io.processhub.directory.StoredSpec;

/**
 * What a cell knows, and who may work on it.
 * <p>
 * Everything is decided under the monitor of the cell, and nothing of the user's is
 * called there. Whoever has set {@code busy} owns the cell: it alone calls the instance,
 * until it finds nothing more to do and gives the cell free. A request leaves a note, and
 * takes the cell if it is free; what there is to do then is found by {@link #next()}. A
 * cell that is gone never comes back: an owner that was stuck finds that it has lost it.
 */
abstract class CellState extends Mailbox {

	final Supervision supervision;

	final String id;

	StoredSpec spec;

	ProcessType type;

	long epoch;

	long token;

	byte @Nullable [] handover;

	Replica replica = Replica.FIRST;

	/**
	 * Whether the instance has yet to be told that its role has changed.
	 */
	boolean roleNews;

	Phase phase;

	boolean busy;

	/**
	 * Whether the owner is a sender that handles its own message.
	 */
	volatile boolean brief;

	boolean held;

	/**
	 * The cell that takes the place of this one, and gets its messages.
	 */
	@Nullable Cell heir;

	/**
	 * Whether the runner was interrupted by the supervisor.
	 */
	boolean interrupted;

	/**
	 * The thread that is in the user's code, or on its way there.
	 */
	@Nullable Thread runner;

	/**
	 * The message that is being handled.
	 */
	@Nullable Envelope current;

	@Nullable Instance instance;

	@Nullable Restarts restarts;

	@Nullable StartBatch starting;

	@Nullable Teardown suspending;

	@Nullable Teardown stopping;

	@Nullable StopReason stopReason;

	/**
	 * Whether the instance was up when it was told to stop.
	 */
	boolean wasUp;

	@Nullable Runnable whenGone;

	CellState(Supervision supervision, StoredSpec spec, ProcessType type, long epoch, Phase phase) {
		this.supervision = supervision;
		this.id = spec.id();
		this.spec = spec;
		this.type = type;
		this.epoch = epoch;
		this.phase = phase;
	}

	// Under the monitor

	/**
	 * Find what there is to do for the owner.
	 * @return the work
	 */
	final Work next() {
		Instance running = this.instance;
		boolean looping = running != null && running.isClosed() && running.loop() != null;
		if (this.phase == Phase.GONE) {
			return Work.LOST;
		}
		if (this.phase == Phase.BEHIND || looping) {
			return Work.NONE;
		}
		if (this.stopReason != null) {
			return Work.STOP;
		}
		return switch (this.phase) {
			case STARTING -> Work.START;
			case WAITING -> (this.suspending != null) ? Work.SUSPEND : Work.NONE;
			case UP -> (running != null) ? next(running) : Work.NONE;
			default -> Work.NONE;
		};
	}

	private Work next(Instance running) {
		if (running.crash() != null) {
			return Work.CRASH;
		}
		if (running.isEnded()) {
			return Work.END;
		}
		if (this.suspending != null) {
			return Work.SUSPEND;
		}
		if (this.held || !(this.roleNews || !isEmpty()) || this.supervision.pulse.isStalled()) {
			return Work.NONE;
		}
		return this.roleNews ? Work.TELL_ROLE : Work.HANDLE;
	}

	/**
	 * Take the cell if it is free and there is something to do.
	 * @return whether it was taken, and is to be worked on
	 */
	final boolean claim() {
		if (this.busy || next() == Work.NONE || this.phase == Phase.GONE) {
			return false;
		}
		this.busy = true;
		return true;
	}

	final void enqueue(Envelope envelope) {
		add(envelope);
		this.supervision.waiting.increment();
	}

	private @Nullable Envelope dequeue() {
		int before = waiting();
		Envelope envelope = poll();
		this.supervision.waiting.add(waiting() - before);
		return envelope;
	}

	final List<Envelope> takeMessages() {
		this.supervision.waiting.add(-waiting());
		return takeAll(false);
	}

	/**
	 * Become another replica. What it has accepted it handles as the first one, too.
	 * @param replica which one from now on
	 * @return the messages that were for the one before, unless it is the first now
	 */
	final List<Envelope> become(Replica replica) {
		List<Envelope> others = List.of();
		if (replica.number() != this.replica.number() && replica.number() > 0) {
			int before = waiting();
			others = takeAll(true);
			this.supervision.waiting.add(waiting() - before);
		}
		if (this.instance != null && this.replica.role() != replica.role()) {
			this.instance.role(replica.role());
			this.roleNews = replica.told();
		}
		this.replica = replica;
		return others;
	}

	/**
	 * Return who is to be told what comes of the start: one is told once.
	 * @return the batch, or {@code null} if nobody waits for it, or no more
	 */
	final @Nullable StartBatch takeStarting() {
		StartBatch batch = this.starting;
		this.starting = null;
		return batch;
	}

	// The owner

	/**
	 * Go on to what is next to do; if there is nothing, the cell is free.
	 * @return the work; for a message it is {@link #current}
	 */
	final Work proceed() {
		boolean clear;
		Work work;
		synchronized (this) {
			clear = this.interrupted;
			this.interrupted = false;
			work = next();
			if (work != Work.LOST) {
				this.current = null;
				if (work == Work.HANDLE) {
					this.current = dequeue();
					// Only ticks of cancelled timers
					work = (this.current != null) ? work : Work.NONE;
				}
				this.busy = work != Work.NONE;
				this.runner = this.busy ? Thread.currentThread() : null;
			}
		}
		if (clear) {
			Thread.interrupted();
		}
		return work;
	}

	/**
	 * Let another thread go on with the cell; if there is nothing to do, it is free.
	 * @return {@link Work#NONE} or {@link Work#LOST}, or what this cell is to be handed
	 * to a worker for
	 */
	final Work handOn() {
		boolean clear;
		Work work;
		synchronized (this) {
			clear = this.interrupted;
			this.interrupted = false;
			work = next();
			if (work != Work.LOST) {
				this.current = null;
				this.runner = null;
				this.brief = false;
				this.busy = work != Work.NONE;
			}
		}
		if (clear) {
			Thread.interrupted();
		}
		return work;
	}

	/**
	 * Put a message back that is to be handled by another thread, and leave that the
	 * cell.
	 * @param envelope the message
	 * @return {@code false} if the cell is lost, and with it the message
	 */
	final boolean putBack(Envelope envelope) {
		if (!park()) {
			return false;
		}
		synchronized (this) {
			if (this.phase == Phase.GONE) {
				return false;
			}
			this.current = null;
			if (!(envelope instanceof InstanceTimer timer) || timer.put()) {
				addFirst(envelope);
				this.supervision.waiting.increment();
			}
			return true;
		}
	}

	/**
	 * Put a message back, and leave the cell until there is something else to do.
	 * @param envelope the message
	 * @return whether there is
	 */
	final boolean shelve(Envelope envelope) {
		if (!putBack(envelope)) {
			return false;
		}
		synchronized (this) {
			if (this.phase == Phase.GONE) {
				return false;
			}
			this.busy = false;
			return claim();
		}
	}

	/**
	 * Leave the thread, but keep the cell.
	 * @return {@code false} if it is lost
	 */
	final boolean park() {
		boolean clear;
		boolean kept;
		synchronized (this) {
			clear = this.interrupted;
			this.interrupted = false;
			kept = this.phase != Phase.GONE;
			if (kept) {
				this.runner = null;
				this.brief = false;
			}
		}
		if (clear) {
			Thread.interrupted();
		}
		return kept;
	}

	/**
	 * Where a process is on its way.
	 */
	enum Phase {

		/**
		 * Behind another cell of the same process, which has not ended yet.
		 */
		BEHIND,

		/**
		 * In the queue of those that are to be started.
		 */
		QUEUED, STARTING, UP,

		/**
		 * Between a crash and the restart.
		 */
		WAITING, SUSPENDED, GONE

	}

	/**
	 * What the owner of a cell has to do.
	 */
	enum Work {

		NONE, START, TELL_ROLE, HANDLE, CRASH, END, SUSPEND, STOP,

		/**
		 * The cell is gone, and its owner must not touch it.
		 */
		LOST

	}

}
