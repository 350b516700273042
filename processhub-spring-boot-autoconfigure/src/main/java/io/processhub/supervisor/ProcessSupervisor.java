/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.processhub.HubNode;
import io.processhub.HubNotRunningException;
import io.processhub.HubPartitionedException;
import io.processhub.ProcessReference;
import io.processhub.StopReason;
import io.processhub.cluster.PayloadCodec;
import io.processhub.supervisor.Teardown.Rest;
import io.processhub.time.HubScheduler;
import io.processhub.time.HubScheduler.Cancellable;

/**
 * Runs the processes of a hub on this node: makes their instances, gives them their
 * messages one at a time, restarts and stops them. Thread-safe; no method blocks, and
 * only {@link #deliver} may run the user's code on the thread of its caller.
 *
 * @since 0.1.0
 */
public final class ProcessSupervisor {

	private final Supervision supervision;

	private volatile boolean closed;

	private volatile boolean forbidden;

	/**
	 * Create a new {@code ProcessSupervisor}.
	 * @param hub the hub id
	 * @param node the local node
	 * @param settings how processes are supervised
	 * @param codec for arguments and states
	 * @param scheduler the source of time
	 * @param workers run the user's code, but for loops; must not run tasks in the
	 * calling thread
	 * @param loopThreads makes the threads of the loops
	 * @param random leaves part of the time before restarts to chance
	 * @param references makes the references that processes get to themselves
	 * @param listener told what happens to processes without having been ordered
	 */
	public ProcessSupervisor(String hub, HubNode node, SupervisorSettings settings, PayloadCodec codec,
			HubScheduler scheduler, Executor workers, ThreadFactory loopThreads, RandomGenerator random,
			Function<String, ProcessReference> references, SupervisorListener listener) {
		this.supervision = new Supervision(hub, node, settings, codec, scheduler, workers, loopThreads, random,
				references, listener);
	}

	/**
	 * Start processes. Each is present when this returns, and takes messages, which wait
	 * until it is up. A process that is present under the same or a newer epoch is left
	 * alone; one under an older epoch is stopped first, as fenced, and its messages wait
	 * for the new instance. One that is suspended under an older epoch is resumed.
	 * @param activations the processes
	 * @return completes when all are up or failed, with the failures by process id; what
	 * failed is not present any more
	 */
	public CompletionStage<Map<String, Throwable>> start(Collection<Activation> activations) {
		return start(activations, false);
	}

	/**
	 * Start processes as {@link #start(Collection)} does.
	 * @param activations the processes
	 * @param persistent whether a process that does not come up is restarted as after a
	 * crash, rather than reported as failed
	 * @return completes as with {@link #start(Collection)}
	 */
	public CompletionStage<Map<String, Throwable>> start(Collection<Activation> activations, boolean persistent) {
		return start(activations, new StartBatch(persistent), false, false);
	}

	/**
	 * Start processes as {@link #start(Collection)} does, but let no message through to
	 * them until they are released.
	 * @param activations the processes
	 * @return completes as with {@link #start(Collection)}
	 * @see #release
	 */
	public CompletionStage<Map<String, Throwable>> startHeld(Collection<Activation> activations) {
		return start(activations, new StartBatch(true), true, false);
	}

	/**
	 * Start processes as {@link #start(Collection)} does, which go on elsewhere if they
	 * do not come up: their messages are handed to the listener then.
	 * @param activations the processes
	 * @param trial how long they are on trial
	 * @param confirm whether what has not come up by then has failed, rather than being
	 * restarted as after a crash if it does not come up later
	 * @return completes as with {@link #start(Collection)}
	 */
	public CompletionStage<Map<String, Throwable>> startOnTrial(Collection<Activation> activations, Duration trial,
			boolean confirm) {
		StartBatch batch = StartBatch.onTrial();
		CompletionStage<Map<String, Throwable>> started = start(activations, batch, false, false);
		if (!started.toCompletableFuture().isDone()) {
			Cancellable end = this.supervision.scheduler.schedule(trial, () -> endTrial(activations, batch, confirm));
			started.whenComplete((failures, failure) -> end.cancel());
		}
		return started;
	}

	private void endTrial(Collection<Activation> activations, StartBatch batch, boolean confirm) {
		if (!confirm) {
			batch.persist();
			return;
		}
		Teardown withdrawn = new Teardown(this.supervision);
		for (Activation activation : activations) {
			Cell cell = this.supervision.cells.get(activation.spec().id());
			if (cell != null) {
				CellStop.withdraw(cell, batch, withdrawn);
			}
		}
		withdrawn.seal();
	}

	/**
	 * Make the instances of processes that are about to come. The start of such a process
	 * takes its instance; what is not taken is destroyed.
	 * @param types the types by process id
	 * @param limit how long making them may take
	 * @param retention how long an instance is kept for its process
	 * @return completes when all are made or failed, or the time is over, with the
	 * failures by process id
	 */
	public CompletionStage<Map<String, Throwable>> prepare(Map<String, ProcessType> types, Duration limit,
			Duration retention) {
		CompletionStage<Map<String, Throwable>> prepared = this.supervision.preparation.prepare(types, limit,
				retention);
		if (this.closed || this.forbidden) {
			this.supervision.preparation.discardAll();
		}
		return prepared;
	}

	/**
	 * Destroy the instances of processes that do not come after all.
	 * @param ids the process ids
	 */
	public void discard(Collection<String> ids) {
		this.supervision.preparation.discard(ids);
	}

	/**
	 * Return how many instances wait for their processes.
	 * @return the number
	 */
	public int prepared() {
		return this.supervision.preparation.size();
	}

	/**
	 * Let messages through to processes that were started with {@link #startHeld}.
	 * @param ids the processes; those that are absent are left out
	 */
	public void release(Collection<String> ids) {
		for (String id : ids) {
			Cell cell = this.supervision.cells.get(id);
			if (cell != null) {
				cell.release();
			}
		}
	}

	private CompletionStage<Map<String, Throwable>> start(Collection<Activation> activations, StartBatch batch,
			boolean held, boolean resuming) {
		Assert.notNull(activations, "'activations' must not be null");
		if (this.closed) {
			for (Activation activation : activations) {
				String id = activation.spec().id();
				batch.expect();
				batch.failed(id, new HubNotRunningException(this.supervision.hub, id,
						this.supervision.text(id, "not started, as its hub is stopping on this node")));
			}
			return batch.seal();
		}
		if (this.forbidden) {
			for (Activation activation : activations) {
				String id = activation.spec().id();
				batch.expect();
				batch.failed(id, partitioned(id));
			}
			return batch.seal();
		}
		Teardown fenced = new Teardown(this.supervision);
		Starter starter = new Starter(this.supervision, batch, fenced, held, resuming);
		activations.forEach(starter::start);
		fenced.seal();
		this.supervision.startQueue.wake(activations.size());
		if (this.closed || this.forbidden) {
			// What came in behind the back of the shutdown
			Map<String, Long> late = new HashMap<>();
			activations.forEach((activation) -> late.put(activation.spec().id(), activation.epoch()));
			stop(late, this.closed ? StopReason.SHUTDOWN : StopReason.PARTITIONED);
		}
		return batch.seal();
	}

	/**
	 * Put a message to the first instance of a process.
	 * @param id the process id
	 * @param envelope the message
	 * @param mayRunHere whether the message may be handled on this thread before this
	 * returns
	 * @return what became of it; unless it was accepted, the envelope is left alone
	 */
	public DeliveryResult deliver(String id, Envelope envelope, boolean mayRunHere) {
		return deliver(id, 0, envelope, mayRunHere);
	}

	/**
	 * Put a message to an instance of a process.
	 * @param id the process id
	 * @param replica the number of the replica; another is not meant
	 * @param envelope the message
	 * @param mayRunHere whether the message may be handled on this thread before this
	 * returns: it is if the process is idle and the handler is known to be quick
	 * @return what became of it; unless it was accepted, the envelope is left alone
	 */
	public DeliveryResult deliver(String id, int replica, Envelope envelope, boolean mayRunHere) {
		while (true) {
			Cell cell = this.supervision.cells.get(id);
			if (cell == null) {
				return DeliveryResult.ABSENT;
			}
			DeliveryResult result = cell.offer(replica, envelope, mayRunHere);
			if (result != null) {
				return result;
			}
			Thread.onSpinWait();
		}
	}

	/**
	 * Stop the instances of processes for a move, and keep the processes: their mailboxes
	 * go on taking messages, which wait. A process that is being started is suspended
	 * once it is up. What takes longer than its shutdown timeout is interrupted, and
	 * abandoned without a state if that does not help.
	 * @param ids the processes
	 * @return completes when all are suspended, with what is left of their instances; ids
	 * that are absent, suspended already or ended meanwhile are missing
	 */
	public CompletionStage<Map<String, Suspended>> suspend(Collection<String> ids) {
		Assert.notNull(ids, "'ids' must not be null");
		Teardown batch = new Teardown(this.supervision);
		for (String id : ids) {
			Cell cell = this.supervision.cells.get(id);
			if (cell != null) {
				CellStop.suspend(cell, batch);
			}
		}
		return batch.seal();
	}

	/**
	 * Suspend processes as {@link #suspend} does, but keep their instances, which go on
	 * when they are resumed, and are stopped when they are evicted. Of a loop only the
	 * state is left. Nothing is interrupted but loops.
	 * @param ids the processes
	 * @param withState whether a copy of the state is taken; a process for which that
	 * fails goes on
	 * @param limit how long that may take: those that still handle a message then go on,
	 * and are missing in the result
	 * @return completes as with {@link #suspend}
	 */
	public CompletionStage<Map<String, Suspended>> pause(Collection<String> ids, boolean withState, Duration limit) {
		Assert.notNull(ids, "'ids' must not be null");
		Teardown batch = new Teardown(this.supervision, withState ? Rest.INSTANCE_AND_STATE : Rest.INSTANCE);
		List<Cell> cells = new ArrayList<>(ids.size());
		for (String id : ids) {
			Cell cell = this.supervision.cells.get(id);
			if (cell != null) {
				cells.add(cell);
				CellStop.suspend(cell, batch);
			}
		}
		CompletableFuture<Map<String, Suspended>> paused = batch.seal();
		batch.limit(limit, cells);
		return paused;
	}

	/**
	 * Run suspended processes here again, under the epoch and with the state given, or
	 * with the instance that was kept. Their messages are handled then. A process that is
	 * not suspended is treated as by {@link #start(Collection)}.
	 * @param activations the processes
	 * @return completes as with {@link #start(Collection)}
	 */
	public CompletionStage<Map<String, Throwable>> resume(Collection<Activation> activations) {
		return start(activations, new StartBatch(true), false, true);
	}

	/**
	 * Remove a suspended process. Later deliveries find it absent. An instance that was
	 * kept stops.
	 * @param id the process id
	 * @return the messages that wait in it, in order; none if it is not suspended
	 */
	public List<Envelope> evict(String id) {
		Cell cell = this.supervision.cells.get(id);
		Teardown batch = new Teardown(this.supervision);
		List<Envelope> messages = (cell != null) ? CellStop.evict(cell, batch) : null;
		if (cell == null || messages == null) {
			return List.of();
		}
		this.supervision.cells.remove(id, cell);
		batch.seal();
		return messages;
	}

	/**
	 * Stop processes. They take no messages from now on, and those that wait fail. What
	 * takes longer than its shutdown timeout is interrupted, and abandoned if that does
	 * not help.
	 * @param epochById the epoch of each process to stop, 0 for any; a process under
	 * another epoch is left alone
	 * @param reason why they are stopped
	 * @return completes when all have stopped or were abandoned
	 */
	public CompletionStage<Void> stop(Map<String, Long> epochById, StopReason reason) {
		Assert.notNull(epochById, "'epochById' must not be null");
		Assert.notNull(reason, "'reason' must not be null");
		Teardown batch = new Teardown(this.supervision);
		epochById.forEach((id, epoch) -> {
			Cell cell = this.supervision.cells.get(id);
			if (cell != null) {
				stop(cell, epoch, reason, batch);
			}
			Cell stopping = this.supervision.stopping.get(id);
			if (stopping != null && stopping != cell) {
				stopping.whenGone(batch);
			}
		});
		return batch.seal().thenAccept((suspended) -> {
		});
	}

	private void stop(Cell cell, long epoch, StopReason reason, Teardown batch) {
		if (epoch != 0 && epoch != cell.epoch()) {
			return;
		}
		CellStop.stop(cell, reason, batch, null);
		this.supervision.cells.remove(cell.id, cell);
	}

	/**
	 * Begin to watch over the node: when it has stood still for more than a second, no
	 * message is handled, and the listener is told.
	 */
	public void watch() {
		this.supervision.pulse.start();
	}

	/**
	 * Watch over the node no more.
	 */
	public void unwatch() {
		this.supervision.pulse.stop();
	}

	/**
	 * Let messages be handled again after the node has stood still.
	 * @param isOutdated tells from the id and the assignment of a process whether another
	 * instance has taken its place meanwhile; then its messages wait until it is stopped
	 * or replaced
	 */
	public void recover(BiPredicate<String, Assignment> isOutdated) {
		for (Cell cell : this.supervision.cells.values()) {
			if (isOutdated.test(cell.id, cell.assignment())) {
				cell.hold();
			}
		}
		recover();
	}

	private void recover() {
		this.supervision.pulse.recover();
		this.supervision.cells.values().forEach(Cell::wake);
	}

	private HubPartitionedException partitioned(String id) {
		return new HubPartitionedException(this.supervision.hub, id,
				this.supervision.text(id, "not started, as this side of the cluster has no quorum"));
	}

	/**
	 * Stop all processes, and start none until that is permitted: this side of the
	 * cluster must not work. Messages that wait are handed to the listener.
	 * @return completes when all have stopped or were abandoned
	 */
	public CompletionStage<Void> forbid() {
		this.forbidden = true;
		this.supervision.preparation.discardAll();
		return stopAll(StopReason.PARTITIONED);
	}

	/**
	 * Start processes again.
	 */
	public void permit() {
		this.forbidden = false;
	}

	/**
	 * Stop all processes, and start no more.
	 * @param reason why they are stopped
	 * @return completes when all have stopped or were abandoned
	 */
	public CompletionStage<Void> shutdown(StopReason reason) {
		this.closed = true;
		this.supervision.preparation.discardAll();
		this.supervision.pulse.stop();
		recover();
		return stopAll(reason);
	}

	private CompletionStage<Void> stopAll(StopReason reason) {
		Map<String, Long> all = new HashMap<>();
		this.supervision.stopping.keySet().forEach((id) -> all.put(id, 0L));
		this.supervision.cells.keySet().forEach((id) -> all.put(id, 0L));
		return stop(all, reason);
	}

	/**
	 * Return the states of instances that were stopped because this side of the cluster
	 * must not work, and of those that another has taken the place of and that can be
	 * united with it. A process that is started under the assignment that it had takes
	 * its state from here.
	 * @return the states by process id
	 */
	public Map<String, LeftState> leftStates() {
		return Map.copyOf(this.supervision.left);
	}

	/**
	 * Take a state from those that are left.
	 * @param id the process id
	 * @param state the state
	 * @return {@code false} if it is not there any more
	 */
	public boolean takeLeftState(String id, LeftState state) {
		return this.supervision.left.remove(id, state);
	}

	/**
	 * Return whether a process is here: being started, running, or suspended.
	 * @param id the process id
	 * @return whether it is here and takes messages
	 */
	public boolean contains(String id) {
		return this.supervision.cells.containsKey(id);
	}

	/**
	 * Return the epoch of a process.
	 * @param id the process id
	 * @return the epoch, 0 if it is absent
	 */
	public long epoch(String id) {
		Cell cell = this.supervision.cells.get(id);
		return (cell != null) ? cell.epoch() : 0;
	}

	/**
	 * Return what a process runs under.
	 * @param id the process id
	 * @return its assignment, or {@code null} if it is absent
	 */
	public @Nullable Assignment assignment(String id) {
		Cell cell = this.supervision.cells.get(id);
		return (cell != null) ? cell.assignment() : null;
	}

	/**
	 * Return whether the node stands still, or has just stood still and does not know yet
	 * how things are.
	 * @return whether no message is handled
	 */
	public boolean isStalled() {
		return !this.supervision.pulse.isRegular(this.supervision.scheduler.nanoTime());
	}

	/**
	 * Return whether a process is here and its instance has started.
	 * @param id the process id
	 * @param epoch the epoch that it is to run under
	 * @return whether it takes messages and handles them
	 */
	public boolean isUp(String id, long epoch) {
		Cell cell = this.supervision.cells.get(id);
		return cell != null && cell.isUp(epoch);
	}

	/**
	 * Return whether an instance of a process is suspended here.
	 * @param id the process id
	 * @param replica the number of the replica
	 * @return whether its messages wait for what becomes of its move
	 */
	public boolean isSuspended(String id, int replica) {
		Cell cell = this.supervision.cells.get(id);
		return cell != null && cell.isSuspended() && cell.assignment().replica() == replica;
	}

	/**
	 * Return whether messages are kept for an instance that is suspended.
	 * @param id the process id
	 * @param replica the number of the instance
	 * @return whether there are any
	 */
	public boolean isKeeping(String id, int replica) {
		Cell cell = this.supervision.cells.get(id);
		return cell != null && cell.isKeeping() && cell.assignment().replica() == replica;
	}

	/**
	 * Return whether the instance of a process is a loop, which cannot be paused.
	 * @param id the process id
	 * @return whether it is here and runs in a thread of its own
	 */
	public boolean isLoop(String id) {
		Cell cell = this.supervision.cells.get(id);
		return cell != null && cell.isRunnable();
	}

	/**
	 * Return the processes that are here.
	 * @return a copy of their ids
	 */
	public Collection<String> ids() {
		return new ArrayList<>(this.supervision.cells.keySet());
	}

	/**
	 * Return the instance of a process.
	 * @param id the process id
	 * @return what the factory of its type made, or {@code null} if the process is not up
	 * here
	 */
	public @Nullable Object instance(String id) {
		Cell cell = this.supervision.cells.get(id);
		return (cell != null) ? cell.target() : null;
	}

	/**
	 * Return the processes of which something is under way: that handle messages, have
	 * messages waiting, or are being started, restarted or stopped.
	 * @param waiting whether those count, too, that only wait for the time of their
	 * restart
	 * @return a copy of their ids
	 */
	public Collection<String> active(boolean waiting) {
		Set<String> active = new HashSet<>(this.supervision.stopping.keySet());
		this.supervision.cells.forEach((id, cell) -> {
			if (cell.isActive(waiting)) {
				active.add(id);
			}
		});
		return active;
	}

	/**
	 * Return how many processes are here.
	 * @return the number
	 */
	public int size() {
		return this.supervision.cells.size();
	}

	/**
	 * Return how many messages wait in the mailboxes.
	 * @return the number
	 */
	public int mailboxDepth() {
		return this.supervision.waiting.intValue();
	}

}
