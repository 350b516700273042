/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.processhub.ProcessRole;
import io.processhub.StopReason;
import io.processhub.logging.SafeLog;
import io.processhub.process.ConflictAware;
import io.processhub.supervisor.CellState.Phase;
import io.processhub.supervisor.CellState.Work;
import io.processhub.supervisor.Teardown.Rest;

/**
 * What the owner of a cell does with it, but for messages.
 */
final class CellWork {

	private static final int SLICE_MESSAGES = 64;

	private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private CellWork() {
	}

	/**
	 * Work on a cell that this thread owns, until there is nothing more to do or others
	 * are to have their turn.
	 * @param cell the cell
	 */
	static void run(Cell cell) {
		try {
			work(cell);
		}
		catch (Throwable ex) {
			recover(cell, ex);
		}
	}

	/**
	 * Start a process. What comes after that is for another thread, as this one has
	 * others to start.
	 */
	static void begin(Cell cell) {
		if (!cell.begin()) {
			return;
		}
		try {
			Work work = cell.proceed();
			if (work == Work.START) {
				start(cell);
				if (cell.handOn() != Work.NONE) {
					cell.supervision.execute(cell);
				}
			}
			else if (work != Work.NONE && work != Work.LOST) {
				work(cell);
			}
		}
		catch (Throwable ex) {
			recover(cell, ex);
		}
	}

	/**
	 * Go on after an error that is not the user's, such as one for want of memory: a cell
	 * left as it is would never work again.
	 */
	static void recover(Cell cell, Throwable error) {
		SafeLog.error(Supervision.logger, cell.supervision.text(cell.id, "an error in its supervision, which goes on"),
				error);
		Envelope current;
		synchronized (cell) {
			current = cell.current;
			if (cell.phase == Phase.UP && cell.instance != null) {
				cell.instance.crash(error);
			}
		}
		if (current != null) {
			CellEnd.fail(cell, List.of(current), false);
		}
		Work work = cell.handOn();
		if (work != Work.NONE && work != Work.LOST) {
			cell.supervision.executeLater(cell);
		}
	}

	private static void work(Cell cell) {
		long began = cell.supervision.scheduler.nanoTime();
		int handled = 0;
		Outcome outcome = null;
		while (true) {
			Work work = cell.proceed();
			if (outcome != null && work != Work.LOST) {
				outcome.answer(cell.supervision, cell.id);
				outcome = null;
			}
			switch (work) {
				case NONE, LOST -> {
					return;
				}
				case START -> start(cell);
				case TELL_ROLE -> tellRole(cell);
				case CRASH -> crash(cell);
				case END -> end(cell);
				case SUSPEND -> suspend(cell);
				case STOP -> stop(cell);
				case HANDLE -> {
					outcome = Handling.handleNext(cell);
					if (outcome == null) {
						return;
					}
					handled++;
					if (handled >= SLICE_MESSAGES || Thread.currentThread().isInterrupted()
							|| cell.supervision.scheduler.nanoTime() - began > SLICE_NANOS) {
						Handling.giveAway(cell, outcome);
						return;
					}
				}
			}
		}
	}

	private static void start(Cell cell) {
		Instance instance;
		Replica replica;
		byte[] state;
		LeftState left = takeLeftState(cell);
		byte[] leftState = (left != null) ? left.state() : null;
		synchronized (cell) {
			if (leftState != null) {
				cell.handover = leftState;
			}
			replica = cell.replica;
			instance = new Instance(cell, cell.spec, cell.epoch, replica.role());
			cell.instance = instance;
			cell.roleNews = false;
			state = cell.handover;
			if (cell.stopReason != null || (cell.suspending != null && cell.suspending.rest() == Rest.STATE)) {
				instance.close();
			}
		}
		Throwable error = Lifecycle.start(instance, cell.type, state, replica.told() ? replica.role() : null);
		StartBatch batch = null;
		boolean lost;
		synchronized (cell) {
			if (error != null) {
				instance.close();
			}
			lost = cell.phase == Phase.GONE;
			if (!lost) {
				batch = cell.takeStarting();
				if (error == null) {
					cell.phase = Phase.UP;
					cell.handover = null;
				}
			}
		}
		if (lost) {
			// Its batch has been told
			Lifecycle.destroy(instance, cell.type);
		}
		else if (error != null) {
			failedToStart(cell, instance, error, batch);
		}
		else {
			started(cell, instance, batch);
		}
	}

	/**
	 * Take the state of the instance before, if that was stopped for want of a quorum and
	 * nobody has run the process since.
	 */
	private static @Nullable LeftState takeLeftState(Cell cell) {
		LeftState left = cell.supervision.left.get(cell.id);
		if (left == null) {
			return null;
		}
		Assignment assignment = cell.assignment();
		boolean same = assignment.token() != 0 && left.assignment().token() == assignment.token()
				&& left.assignment().replica() == assignment.replica();
		return (same && cell.supervision.left.remove(cell.id, left)) ? left : null;
	}

	private static void started(Cell cell, Instance instance, @Nullable StartBatch batch) {
		Restarts restarts = cell.restarts;
		if (batch != null) {
			batch.started();
		}
		else if (restarts != null) {
			int total = restarts.total();
			cell.supervision.tell(cell.id, (listener) -> listener.restarted(cell.id, instance.epoch(), total));
		}
	}

	private static void failedToStart(Cell cell, Instance instance, Throwable error, @Nullable StartBatch batch) {
		Lifecycle.destroy(instance, cell.type);
		if (batch == null || batch.isPersistent()) {
			CellEnd.restart(cell, error);
			if (batch != null) {
				batch.started();
			}
		}
		else if (end(cell, batch)) {
			batch.failed(cell.id, error);
		}
		else {
			batch.failed(cell.id, cell.supervision.unavailable(cell.id));
		}
	}

	private static void tellRole(Cell cell) {
		Instance instance;
		ProcessRole role;
		synchronized (cell) {
			cell.roleNews = false;
			instance = instanceOf(cell);
			role = instance.role();
		}
		Throwable error = Lifecycle.roleChanged(instance, role);
		if (error != null) {
			cell.crash(instance, error);
		}
	}

	private static boolean end(Cell cell, StartBatch batch) {
		if (batch.isOnTrial()) {
			synchronized (cell) {
				// Its messages are for the instance that goes on in its place
				cell.stopReason = (cell.stopReason != null) ? cell.stopReason : StopReason.FENCED;
			}
		}
		return CellEnd.finish(cell, false, null);
	}

	private static void crash(Cell cell) {
		Instance instance = instanceOf(cell);
		Lifecycle.destroy(instance, cell.type);
		CellEnd.restart(cell, instance.crash());
	}

	private static void end(Cell cell) {
		Instance instance = instanceOf(cell);
		Lifecycle.stopping(instance, StopReason.STOPPED);
		Lifecycle.destroy(instance, cell.type);
		CellEnd.restart(cell, null);
	}

	private static void suspend(Cell cell) {
		Instance instance = cell.instance;
		Teardown pausing = (instance != null) ? pausing(cell, instance) : null;
		if (instance == null || pausing == null) {
			release(cell, instance);
		}
		else if (!instance.isRunnable()) {
			pause(cell, instance, pausing);
		}
		else {
			// It has come up after it was told to be suspended
			synchronized (cell) {
				instance.close();
			}
			pausing.watchNow(cell);
		}
	}

	private static @Nullable Teardown pausing(Cell cell, Instance instance) {
		synchronized (cell) {
			Teardown batch = cell.suspending;
			return (batch == null || batch.rest() == Rest.STATE || instance.isClosed()) ? null : batch;
		}
	}

	/**
	 * Suspend a process, but keep its instance as it is.
	 */
	private static void pause(Cell cell, Instance instance, Teardown batch) {
		byte[][] state = new byte[1][];
		boolean copied = batch.rest() == Rest.INSTANCE || Lifecycle.copyState(instance, (bytes) -> state[0] = bytes);
		long epoch;
		synchronized (cell) {
			if (cell.suspending != batch || cell.phase == Phase.GONE) {
				return;
			}
			cell.suspending = null;
			if (copied) {
				cell.phase = Phase.SUSPENDED;
			}
			epoch = cell.epoch;
		}
		if (copied) {
			batch.suspended(cell.id, new Suspended(epoch, state[0]));
		}
		else {
			batch.gone();
		}
	}

	private static void release(Cell cell, @Nullable Instance instance) {
		byte[] state = cell.handover;
		if (instance != null) {
			state = Lifecycle.export(instance);
			Lifecycle.stopping(instance, StopReason.MIGRATED);
			Lifecycle.destroy(instance, cell.type);
		}
		Teardown batch;
		long epoch;
		synchronized (cell) {
			if (cell.phase == Phase.GONE) {
				return;
			}
			if (cell.restarts != null) {
				cell.restarts.cancelPending();
			}
			cell.instance = null;
			cell.phase = Phase.SUSPENDED;
			epoch = cell.epoch;
			batch = cell.suspending;
			cell.suspending = null;
		}
		if (batch != null) {
			batch.suspended(cell.id, new Suspended(epoch, state));
		}
	}

	private static void stop(Cell cell) {
		Instance instance = cell.instance;
		StopReason reason = cell.stopReason;
		if (reason != null) {
			boolean crashed = instance != null && instance.crash() != null;
			if (!crashed) {
				leaveState(cell, instance, reason);
			}
			if (instance != null && !crashed) {
				Lifecycle.stopping(instance, reason);
			}
			if (instance != null) {
				Lifecycle.destroy(instance, cell.type);
			}
		}
		CellEnd.finish(cell, reason == StopReason.STOPPED, null);
	}

	/**
	 * Keep the state of a process that is stopped because of what goes on between the
	 * sides of the cluster.
	 */
	private static void leaveState(Cell cell, @Nullable Instance instance, StopReason reason) {
		boolean mergeable = cell.wasUp && instance != null && instance.target() instanceof ConflictAware;
		if (reason != StopReason.PARTITIONED && !(reason == StopReason.FENCED && mergeable)) {
			return;
		}
		byte[] handover = cell.handover;
		Supplier<byte @Nullable []> state = (handover != null) ? () -> handover : null;
		if (cell.wasUp && instance != null) {
			state = Lifecycle.exportLater(instance);
		}
		if (state != null) {
			cell.supervision.left.put(cell.id, new LeftState(cell.assignment(), state, mergeable));
			if (reason == StopReason.FENCED) {
				cell.supervision.tell(cell.id, (listener) -> listener.leftState(cell.id));
			}
		}
	}

	private static Instance instanceOf(Cell cell) {
		Instance instance = cell.instance;
		if (instance == null) {
			throw new IllegalStateException(cell.supervision.text(cell.id, "there is no instance"));
		}
		return instance;
	}

}
