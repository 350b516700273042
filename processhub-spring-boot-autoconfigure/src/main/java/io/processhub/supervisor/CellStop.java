/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.processhub.ProcessUnavailableException;
import io.processhub.StopReason;
import io.processhub.supervisor.CellState.Phase;
import io.processhub.supervisor.Teardown.Rest;

/**
 * Requests to bring a cell, or only its instance, to an end.
 */
final class CellStop {

	private CellStop() {
	}

	/**
	 * Suspend a process.
	 * @param cell the cell
	 * @param batch told of the outcome
	 */
	static void suspend(Cell cell, Teardown batch) {
		boolean work;
		synchronized (cell) {
			if (cell.phase == Phase.GONE || cell.phase == Phase.SUSPENDED || cell.stopReason != null
					|| cell.suspending != null) {
				return;
			}
			batch.expect();
			cell.suspending = batch;
			boolean kept = batch.rest() != Rest.STATE && !cell.isRunnable();
			if (!kept) {
				batch.watch(cell);
			}
			if (!kept && cell.instance != null) {
				cell.instance.close();
			}
			work = cell.claim();
		}
		cell.dispatch(work);
	}

	/**
	 * Let a process go on that was to be suspended, unless its loop has been told to end.
	 * @param cell the cell
	 * @param batch the batch that it is part of
	 */
	static void goOn(Cell cell, Teardown batch) {
		boolean work;
		synchronized (cell) {
			if (cell.suspending != batch || (cell.instance != null && cell.instance.isClosed())) {
				return;
			}
			cell.suspending = null;
			work = cell.claim();
		}
		batch.gone();
		cell.dispatch(work);
	}

	/**
	 * Let a suspended process go. Its instance, if it was kept, is stopped.
	 * @param cell the cell
	 * @param batch watches over the end of the instance
	 * @return its messages, or {@code null} if it is not suspended
	 */
	static @Nullable List<Envelope> evict(Cell cell, Teardown batch) {
		List<Envelope> left;
		boolean work;
		synchronized (cell) {
			if (cell.phase != Phase.SUSPENDED || cell.stopReason != null) {
				return null;
			}
			left = cell.takeMessages();
			if (cell.instance == null) {
				cell.phase = Phase.GONE;
				return left;
			}
			cell.addWhenGone(batch.expect());
			batch.watch(cell);
			cell.supervision.stopping.put(cell.id, cell);
			cell.stopReason = StopReason.MIGRATED;
			cell.stopping = batch;
			cell.instance.close();
			work = cell.claim();
		}
		cell.dispatch(work);
		return left;
	}

	/**
	 * Take back a process that has not come up.
	 * @param cell the cell
	 * @param starting the batch that it was started with
	 * @param batch watches over its end
	 */
	static void withdraw(Cell cell, StartBatch starting, Teardown batch) {
		if (!stop(cell, StopReason.FENCED, batch, null, starting)) {
			return;
		}
		cell.supervision.cells.remove(cell.id, cell);
		starting.failed(cell.id, new ProcessUnavailableException(cell.supervision.hub, cell.id,
				cell.supervision.text(cell.id, "it did not come up in time")));
	}

	/**
	 * Stop a process. Its messages fail, unless another cell is to have them.
	 * @param cell the cell
	 * @param reason why
	 * @param batch told when it has stopped; watches over it, if nobody does yet
	 * @param heir takes the place of the cell, or {@code null}
	 * @return whether it was there, and for an heir, whether it can take the place
	 */
	static boolean stop(Cell cell, StopReason reason, Teardown batch, @Nullable Cell heir) {
		return stop(cell, reason, batch, heir, null);
	}

	private static boolean stop(Cell cell, StopReason reason, Teardown batch, @Nullable Cell heir,
			@Nullable StartBatch starting) {
		List<Envelope> left;
		boolean work;
		synchronized (cell) {
			if (cell.phase == Phase.GONE || (heir != null && cell.stopReason != null)
					|| (starting != null && cell.starting != starting)) {
				return false;
			}
			if (starting != null) {
				// It cannot come up any more
				cell.starting = null;
			}
			cell.addWhenGone(batch.expect());
			if (cell.stopReason != null) {
				return true;
			}
			batch.watch(cell);
			cell.supervision.stopping.put(cell.id, cell);
			cell.stopReason = reason;
			cell.stopping = batch;
			cell.heir = heir;
			cell.wasUp = cell.phase == Phase.UP;
			left = cell.takeMessages();
			if (cell.instance != null) {
				cell.instance.close();
			}
			if (cell.restarts != null) {
				cell.restarts.cancelPending();
			}
			work = cell.claim();
		}
		if (heir != null && heir.mayHandleFor(cell)) {
			heir.inherit(left);
		}
		else {
			CellEnd.turnAway(cell, left, reason == StopReason.STOPPED);
		}
		cell.dispatch(work);
		return true;
	}

	/**
	 * Interrupt what takes too long.
	 * @param cell the cell
	 * @param batch the batch that waits for it
	 * @return whether it still does
	 */
	static boolean interrupt(Cell cell, Teardown batch) {
		synchronized (cell) {
			if (!isAwaited(cell, batch)) {
				return false;
			}
			if (cell.runner != null) {
				cell.interrupted = true;
				cell.runner.interrupt();
			}
			if (cell.instance != null) {
				cell.instance.interruptLoop();
			}
			return true;
		}
	}

	/**
	 * Give up what does not end.
	 * @param cell the cell
	 * @param batch the batch that waits for it
	 * @param threads takes the threads that are stuck
	 * @return whether an instance was given up
	 */
	static boolean abandon(Cell cell, Teardown batch, List<Thread> threads) {
		Envelope stuck;
		boolean alive;
		Cell heir = null;
		synchronized (cell) {
			if (!isAwaited(cell, batch)) {
				return false;
			}
			alive = cell.instance != null;
			if (cell.runner != null) {
				threads.add(cell.runner);
			}
			if (cell.instance != null && cell.instance.loop() != null) {
				threads.add(cell.instance.loop());
			}
			stuck = cell.current;
			if (cell.stopReason == null) {
				heir = new Cell(cell);
				heir.inherit(cell.takeMessages());
				cell.heir = heir;
				cell.suspending = null;
			}
			cell.gone();
		}
		cell.supervision.startQueue.abandoned(cell);
		if (stuck != null) {
			cell.supervision.execute(() -> CellEnd.fail(cell, List.of(stuck), false));
		}
		if (heir != null && !cell.supervision.cells.replace(cell.id, cell, heir)) {
			CellEnd.fail(heir, heir.takeMessages(), false);
		}
		CellEnd.leave(cell, false, null);
		if (heir != null) {
			batch.suspended(cell.id, new Suspended(heir.epoch, null));
		}
		return alive;
	}

	private static boolean isAwaited(Cell cell, Teardown batch) {
		return cell.phase != Phase.GONE
				&& ((cell.stopReason != null) ? cell.stopping == batch : cell.suspending == batch);
	}

}
