/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The place of one process in a supervisor, from its start to its end: what others may
 * ask of it.
 */
final class Cell extends CellState implements Runnable {

	private static final int BRIEF_SPINS = 100;

	Cell(Supervision supervision, Activation activation, @Nullable StartBatch starting, boolean held) {
		super(supervision, activation.spec(), activation.type(), activation.epoch(), Phase.BEHIND);
		this.token = activation.token();
		this.handover = activation.handover();
		this.replica = activation.replica();
		this.starting = starting;
		this.held = held;
	}

	/**
	 * Take the place of a cell that was to be suspended and is stuck.
	 * @param stuck the cell
	 */
	Cell(Cell stuck) {
		super(stuck.supervision, stuck.spec, stuck.type, stuck.epoch, Phase.SUSPENDED);
		this.token = stuck.token;
		this.replica = stuck.replica;
	}

	Supervision supervision() {
		return this.supervision;
	}

	String id() {
		return this.id;
	}

	synchronized long epoch() {
		return this.epoch;
	}

	synchronized Assignment assignment() {
		return new Assignment(this.epoch, this.token, this.replica.number());
	}

	synchronized boolean isUp(long epoch) {
		return this.phase == Phase.UP && this.epoch == epoch;
	}

	synchronized boolean isRunnable() {
		return this.instance != null && this.instance.isRunnable();
	}

	synchronized boolean isSuspended() {
		return this.phase == Phase.SUSPENDED;
	}

	/**
	 * Return whether messages are kept here while the process is on the move.
	 */
	synchronized boolean isKeeping() {
		return isSuspended() && !isEmpty();
	}

	/**
	 * Return the instance of a process that is up.
	 */
	synchronized @Nullable Object target() {
		return (this.phase == Phase.UP && this.instance != null) ? this.instance.target() : null;
	}

	/**
	 * Return whether something is under way.
	 * @param waiting whether that is so, too, while the time of a restart has not come
	 */
	synchronized boolean isActive(boolean waiting) {
		return this.busy || switch (this.phase) {
			case GONE -> false;
			case WAITING -> waiting;
			case UP -> !isEmpty() || next() != Work.NONE;
			default -> true;
		};
	}

	long shutdownMillis() {
		long millis = this.spec.shutdownTimeout();
		return (millis >= 0) ? millis : this.supervision.settings.shutdownTimeout().toMillis();
	}

	@Override
	public void run() {
		CellWork.run(this);
	}

	/**
	 * Put a message in.
	 * @param replica the number of the replica that it is for
	 * @param envelope the message
	 * @param mayRunHere whether it may be handled on this thread
	 * @return the result, or {@code null} if another cell is about to take this one's
	 * place
	 */
	@Nullable DeliveryResult offer(int replica, Envelope envelope, boolean mayRunHere) {
		boolean inline = mayRunHere && this.supervision.nesting()[0] < Handling.MAX_NESTING;
		if (inline && this.brief) {
			awaitBrief();
		}
		boolean work = false;
		Instance here = null;
		synchronized (this) {
			if (this.heir != null) {
				return null;
			}
			if (this.phase == Phase.GONE || this.stopReason != null || this.replica.number() != replica) {
				return DeliveryResult.ABSENT;
			}
			if (inline && this.phase == Phase.UP && !this.busy && !this.held && isEmpty() && next() == Work.NONE) {
				here = this.instance;
			}
			if (here != null) {
				this.busy = true;
				this.brief = true;
				this.current = envelope;
				this.runner = Thread.currentThread();
			}
			else {
				if (waiting() >= this.supervision.settings.mailboxCapacity()) {
					return DeliveryResult.FULL;
				}
				enqueue(envelope);
				work = claim();
			}
		}
		if (here != null) {
			try {
				Handling.handleHere(this, here, envelope);
			}
			catch (Throwable ex) {
				CellWork.recover(this, ex);
			}
		}
		else if (work) {
			this.supervision.execute(this);
		}
		return DeliveryResult.ACCEPTED;
	}

	/**
	 * Wait a moment for a sender that handles its own message: that takes less time than
	 * to wake a worker, and then the worker the sender.
	 */
	private void awaitBrief() {
		if (this.runner != Thread.currentThread()) {
			for (int i = 0; i < BRIEF_SPINS && this.brief; i++) {
				Thread.onSpinWait();
			}
		}
	}

	/**
	 * Put the message of a timer in.
	 * @param of the instance that the timer belongs to
	 * @param timer the timer
	 * @return whether it is in now
	 */
	boolean tick(Instance of, InstanceTimer timer) {
		boolean work;
		synchronized (this) {
			if (this.instance != of || waiting() >= this.supervision.settings.mailboxCapacity() || !timer.put()) {
				return false;
			}
			enqueue(timer);
			work = claim();
		}
		dispatch(work);
		return true;
	}

	/**
	 * Let the cell wait for its turn to be started.
	 */
	synchronized void queue() {
		if (this.phase == Phase.BEHIND) {
			this.phase = Phase.QUEUED;
		}
	}

	/**
	 * Let a cell be started whose turn it is.
	 * @return whether the calling thread is to do so, as its owner
	 */
	boolean begin() {
		synchronized (this) {
			if (this.phase != Phase.QUEUED) {
				return false;
			}
			this.phase = Phase.STARTING;
			if (this.busy) {
				// Who has just suspended it finds it
				return false;
			}
			this.busy = true;
			return true;
		}
	}

	/**
	 * Start a process again after the time of its backoff.
	 */
	void restart() {
		boolean work;
		synchronized (this) {
			if (this.phase != Phase.WAITING) {
				return;
			}
			this.phase = Phase.STARTING;
			work = claim();
		}
		dispatch(work);
	}

	/**
	 * Put a suspended process into the queue of those that are to be started.
	 * @param activation what it is now
	 * @param batch told of the outcome
	 * @param held whether its messages wait until they are released
	 * @return whether it was suspended
	 */
	boolean resume(Activation activation, StartBatch batch, boolean held) {
		List<Envelope> displaced;
		synchronized (this) {
			if (this.phase != Phase.SUSPENDED || this.stopReason != null || this.instance != null) {
				return false;
			}
			this.spec = activation.spec();
			this.type = activation.type();
			this.epoch = activation.epoch();
			this.token = activation.token();
			this.handover = activation.handover();
			displaced = become(activation.replica());
			this.held = held;
			this.restarts = null;
			this.starting = batch;
			this.phase = Phase.QUEUED;
		}
		CellEnd.displace(this, displaced);
		return true;
	}

	/**
	 * Let the instance of a suspended process go on, if it was kept.
	 * @param activation what it is now
	 * @return whether it was
	 */
	boolean goOn(Activation activation) {
		boolean work;
		synchronized (this) {
			if (this.phase != Phase.SUSPENDED || this.stopReason != null || this.instance == null) {
				return false;
			}
			this.epoch = activation.epoch();
			this.token = activation.token();
			this.instance.epoch(this.epoch);
			this.phase = Phase.UP;
			work = claim();
		}
		dispatch(work);
		return true;
	}

	/**
	 * Go on under a higher epoch, if the assignment is the same: maybe as another
	 * replica, unless a state waits for that one.
	 * @param activation what it is now
	 * @return whether it is
	 */
	boolean renew(Activation activation) {
		boolean work;
		List<Envelope> displaced;
		synchronized (this) {
			if (activation.token() == 0 || activation.token() != this.token || activation.epoch() < this.epoch
					|| this.phase == Phase.GONE || this.phase == Phase.SUSPENDED || this.stopReason != null
					|| this.suspending != null) {
				return false;
			}
			if (activation.handover() != null && activation.replica().number() != this.replica.number()) {
				return false;
			}
			this.epoch = activation.epoch();
			// It was outdated as the other one, if at all
			this.held &= activation.replica().number() == this.replica.number();
			displaced = become(activation.replica());
			if (this.instance != null) {
				this.instance.epoch(this.epoch);
			}
			work = claim();
		}
		dispatch(work);
		CellEnd.displace(this, displaced);
		return true;
	}

	/**
	 * Take over the messages of the cell before.
	 * @param messages the messages, which come behind those that are here
	 */
	synchronized void inherit(List<Envelope> messages) {
		messages.forEach(this::enqueue);
	}

	/**
	 * Take over messages that were put back in the cell before.
	 * @param messages the messages, which come before those that are here
	 * @return {@code false} if this cell has come to its end too
	 */
	synchronized boolean inheritFirst(List<Envelope> messages) {
		if (this.phase == Phase.GONE) {
			return false;
		}
		List<Envelope> later = takeMessages();
		inherit(messages);
		inherit(later);
		return true;
	}

	/**
	 * Come to the end. Called under the monitor. What was put back after the others had
	 * gone to the heir follows them now: the heir may begin once this cell is gone.
	 */
	void gone() {
		Cell next = this.heir;
		if (next != null && next.mayHandleFor(this) && !isEmpty()) {
			List<Envelope> left = takeMessages();
			if (!next.inheritFirst(left)) {
				inherit(left);
			}
		}
		this.phase = Phase.GONE;
	}

	/**
	 * Return whether messages for another cell may be handled by this one.
	 */
	boolean mayHandleFor(Cell other) {
		return this.replica.number() == 0 || this.replica.number() == other.replica.number();
	}

	/**
	 * Let messages wait.
	 */
	synchronized void hold() {
		this.held = true;
	}

	/**
	 * Let messages through to a process whose mailbox is held.
	 */
	void release() {
		boolean work;
		synchronized (this) {
			this.held = false;
			work = claim();
		}
		dispatch(work);
	}

	/**
	 * Let the process end by itself.
	 * @param of the instance that ends
	 */
	void end(Instance of) {
		boolean work;
		boolean looping;
		synchronized (this) {
			if (this.instance != of || of.isClosed()) {
				return;
			}
			of.end();
			looping = of.loop() != null;
			work = claim();
		}
		if (looping) {
			watchLoop(of);
		}
		dispatch(work);
	}

	/**
	 * Let the instance crash. Called by the owner.
	 * @param of the instance
	 * @param cause why
	 */
	void crash(Instance of, Throwable cause) {
		boolean looping;
		synchronized (this) {
			of.crash(cause);
			looping = of.loop() != null;
		}
		if (looping) {
			watchLoop(of);
		}
	}

	/**
	 * Go on without the loop of an instance that has ended, if that does not return.
	 * @param of the instance
	 */
	private void watchLoop(Instance of) {
		this.supervision.scheduler.schedule(Duration.ofMillis(shutdownMillis()).plus(Teardown.AFTER_INTERRUPT), () -> {
			Thread loop;
			synchronized (this) {
				loop = of.loop();
			}
			if (loop != null) {
				Supervision.logger.error(this.supervision.text(this.id,
						"its loop did not return when it was interrupted, and was abandoned; it may still run"
								+ Teardown.describe(this.id, loop)));
				loopEnded(of, null);
			}
		});
	}

	/**
	 * The loop of an instance has returned.
	 * @param of the instance
	 * @param error what it threw, or {@code null}
	 */
	void loopEnded(Instance of, @Nullable Throwable error) {
		boolean work;
		synchronized (this) {
			of.loopDone();
			if (this.instance != of) {
				return;
			}
			if (!of.isClosed()) {
				if (error != null) {
					of.crash(error);
				}
				else {
					of.end();
				}
			}
			work = claim();
		}
		dispatch(work);
	}

	/**
	 * Have something run when the process has come to its end.
	 * @param task the task
	 * @return {@code false} if it has come already
	 */
	synchronized boolean whenGone(Runnable task) {
		if (this.phase == Phase.GONE) {
			return false;
		}
		addWhenGone(task);
		return true;
	}

	/**
	 * Let a batch wait for the end of the process.
	 * @param batch the batch
	 */
	synchronized void whenGone(Teardown batch) {
		if (this.phase != Phase.GONE) {
			addWhenGone(batch.expect());
		}
	}

	void addWhenGone(Runnable task) {
		Runnable before = this.whenGone;
		this.whenGone = (before == null) ? task : () -> {
			before.run();
			task.run();
		};
	}

	/**
	 * Go on with what waits, if it may be handled now.
	 */
	void wake() {
		boolean work;
		synchronized (this) {
			work = claim();
		}
		dispatch(work);
	}

	void dispatch(boolean work) {
		if (work) {
			this.supervision.execute(this);
		}
	}

}
