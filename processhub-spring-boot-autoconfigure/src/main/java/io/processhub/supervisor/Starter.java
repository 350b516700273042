/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import org.jspecify.annotations.Nullable;

import io.processhub.StopReason;

/**
 * Puts the processes of one batch in their places.
 */
final class Starter {

	private final Supervision supervision;

	private final StartBatch batch;

	private final Teardown fenced;

	private final boolean held;

	private final boolean resuming;

	/**
	 * Create a new {@code Starter}.
	 * @param supervision the supervision
	 * @param batch told of what becomes of the processes
	 * @param fenced watches over the end of those under an older epoch
	 * @param held whether messages wait until they are released
	 * @param resuming whether a suspended process starts under any epoch, rather than
	 * under a newer one only
	 */
	Starter(Supervision supervision, StartBatch batch, Teardown fenced, boolean held, boolean resuming) {
		this.supervision = supervision;
		this.batch = batch;
		this.fenced = fenced;
		this.held = held;
		this.resuming = resuming;
	}

	/**
	 * Put a process in its place, unless it is there already.
	 * @param activation the process
	 */
	void start(Activation activation) {
		this.batch.expect();
		Cell fresh = new Cell(this.supervision, activation, this.batch, this.held);
		while (true) {
			Cell present = this.supervision.cells.get(fresh.id);
			if (present == null) {
				if (place(fresh)) {
					return;
				}
			}
			else if (this.resuming && present.goOn(activation)) {
				this.batch.started();
				return;
			}
			else if (isAhead(present, activation) && !(this.resuming && present.isSuspended())
					|| present.renew(activation)) {
				this.batch.started();
				return;
			}
			else if (present.resume(activation, this.batch, this.held)) {
				this.supervision.startQueue.add(present);
				return;
			}
			else if (replace(present, fresh)) {
				return;
			}
		}
	}

	/**
	 * Return whether what is here is not older than what is ordered. The first instance
	 * comes before any other, whatever their epochs are.
	 */
	private static boolean isAhead(Cell present, Activation activation) {
		Assignment assignment = present.assignment();
		boolean first = activation.replica().number() == 0 && assignment.replica() > 0;
		return assignment.epoch() >= activation.epoch() && !first;
	}

	private boolean place(Cell fresh) {
		Cell before;
		synchronized (fresh) {
			// Nobody can stop it before it is known which one it comes after
			if (this.supervision.cells.putIfAbsent(fresh.id, fresh) != null) {
				return false;
			}
			before = this.supervision.stopping.get(fresh.id);
		}
		queue(fresh, before);
		return true;
	}

	private boolean replace(Cell present, Cell fresh) {
		if (CellStop.stop(present, StopReason.FENCED, this.fenced, fresh)) {
			if (this.supervision.cells.replace(fresh.id, present, fresh)
					|| this.supervision.cells.putIfAbsent(fresh.id, fresh) == null) {
				queue(fresh, present);
			}
			else {
				// Others were quicker to take the place
				CellEnd.finish(fresh, false, null);
			}
			return true;
		}
		// It came to its end, or was told to stop, just now
		this.supervision.cells.remove(fresh.id, present);
		return false;
	}

	private void queue(Cell cell, @Nullable Cell before) {
		if (before == null || !before.whenGone(() -> queue(cell))) {
			cell.queue();
			this.supervision.startQueue.add(cell);
		}
	}

	private void queue(Cell cell) {
		cell.queue();
		this.supervision.startQueue.add(cell);
		this.supervision.startQueue.wake(1);
	}

}
