/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.processhub.ProcessHubException;
import io.processhub.ProcessNotFoundException;
import io.processhub.RestartPolicy;
import io.processhub.StopReason;
import io.processhub.logging.SafeLog;
import io.processhub.supervisor.CellState.Phase;

/**
 * What comes after an instance that has ended: a restart, or the end of the cell.
 */
final class CellEnd {

	private CellEnd() {
	}

	/**
	 * Restart a process, or end it, as its policy and its restarts so far say.
	 * @param cell the cell, owned by this thread; its instance is destroyed
	 * @param crash why the instance crashed, or {@code null} if it ended normally
	 */
	static void restart(Cell cell, @Nullable Throwable crash) {
		RestartPolicy policy = cell.spec.restart();
		long epoch = cell.epoch;
		if (policy == RestartPolicy.TEMPORARY || (policy == RestartPolicy.TRANSIENT && crash == null)) {
			if (crash != null) {
				SafeLog.warn(Supervision.logger,
						cell.supervision.text(cell.id, "crashed and is not restarted, as it is temporary"), crash);
			}
			finish(cell, crash == null, (listener) -> listener.ended(cell.id, epoch));
			return;
		}
		SupervisorSettings settings = cell.supervision.settings;
		Restarts restarts = cell.restarts;
		if (restarts == null) {
			restarts = new Restarts();
		}
		int total = restarts.total();
		if (!restarts.admit(cell.supervision.scheduler.nanoTime(), settings)) {
			SafeLog.error(Supervision.logger,
					cell.supervision.text(cell.id,
							"given up after more than %d restarts within %s; start it again once the cause is removed"
								.formatted(settings.maxRestarts(), settings.restartWindow())),
					crash);
			finish(cell, false, (listener) -> listener.failed(cell.id, epoch, total));
			return;
		}
		Duration delay = restarts.delay(settings.backoff(), cell.supervision.nextRandom());
		if (crash != null) {
			SafeLog.warn(Supervision.logger,
					cell.supervision.text(cell.id,
							"crashed, restart %d follows in %d ms".formatted(restarts.total(), delay.toMillis())),
					crash);
		}
		restart(cell, restarts, delay);
	}

	private static void restart(Cell cell, Restarts restarts, Duration delay) {
		synchronized (cell) {
			if (cell.phase == Phase.GONE) {
				return;
			}
			cell.instance = null;
			cell.restarts = restarts;
			if (delay.isZero() || delay.isNegative()) {
				cell.phase = Phase.STARTING;
				return;
			}
			cell.phase = Phase.WAITING;
		}
		restarts.pending(cell.supervision.scheduler.schedule(delay, cell::restart));
	}

	/**
	 * Bring a cell to its end.
	 * @param cell the cell, owned by this thread
	 * @param regular whether that is what was wanted, so that the process is not there
	 * any more rather than unavailable
	 * @param news what the listener is told, or {@code null}
	 * @return {@code false} if it has come to its end without this thread
	 */
	static boolean finish(Cell cell, boolean regular, @Nullable Consumer<SupervisorListener> news) {
		synchronized (cell) {
			if (cell.phase == Phase.GONE) {
				return false;
			}
			cell.gone();
		}
		leave(cell, regular, news);
		return true;
	}

	/**
	 * Tell everyone that a cell has come to its end.
	 * @param cell the cell
	 * @param regular whether the process is not there any more, rather than unavailable
	 * @param news what the listener is told, or {@code null}
	 */
	static void leave(Cell cell, boolean regular, @Nullable Consumer<SupervisorListener> news) {
		List<Envelope> left;
		StartBatch starting;
		Teardown suspending;
		Runnable whenGone;
		synchronized (cell) {
			left = cell.takeMessages();
			starting = cell.takeStarting();
			suspending = cell.suspending;
			whenGone = cell.whenGone;
		}
		cell.supervision.remove(cell);
		if (news != null) {
			cell.supervision.tell(cell.id, news);
		}
		turnAway(cell, left, regular);
		if (starting != null) {
			starting.failed(cell.id, cell.supervision.unavailable(cell.id));
		}
		if (suspending != null) {
			suspending.gone();
		}
		if (whenGone != null) {
			whenGone.run();
		}
	}

	/**
	 * Part with messages that will not be handled here.
	 * @param cell the cell
	 * @param messages the messages
	 * @param regular whether the process is not there any more, rather than unavailable
	 */
	static void turnAway(Cell cell, List<Envelope> messages, boolean regular) {
		if (cell.stopReason != StopReason.FENCED && cell.stopReason != StopReason.PARTITIONED) {
			fail(cell, messages, regular);
		}
		else {
			displace(cell, messages);
		}
	}

	/**
	 * Hand on messages that are for another instance.
	 * @param cell the cell
	 * @param messages the messages
	 */
	static void displace(Cell cell, List<Envelope> messages) {
		if (!messages.isEmpty()) {
			cell.supervision.tell(cell.id, (listener) -> listener.displaced(cell.id, messages));
		}
	}

	/**
	 * Fail messages that will not be handled.
	 * @param cell the cell
	 * @param messages the messages
	 * @param regular whether the process is not there any more, rather than unavailable
	 */
	static void fail(Cell cell, List<Envelope> messages, boolean regular) {
		if (messages.isEmpty()) {
			return;
		}
		ProcessHubException error = regular
				? new ProcessNotFoundException(cell.supervision.hub, cell.id,
						cell.supervision.text(cell.id, "it ended before it came to the message"))
				: cell.supervision.unavailable(cell.id);
		for (Envelope message : messages) {
			try {
				message.fail(error);
			}
			catch (Throwable ex) {
				SafeLog.warn(Supervision.logger,
						cell.supervision.text(cell.id, "a caller could not be told of a failure"), ex);
			}
		}
	}

}
