/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.processhub.HubNode;
import io.processhub.ProcessReference;
import io.processhub.ProcessUnavailableException;
import io.processhub.cluster.PayloadCodec;
import io.processhub.logging.RateLimitedLog;
import io.processhub.logging.SafeLog;
import io.processhub.time.HubScheduler;

/**
 * What the cells of one supervisor share.
 */
final class Supervision {

	static final Log logger = LogFactory.getLog(ProcessSupervisor.class);

	private static final Duration REJECTED_RETRY = Duration.ofMillis(10);

	final String hub;

	final HubNode node;

	final SupervisorSettings settings;

	final PayloadCodec codec;

	final HubScheduler scheduler;

	final ThreadFactory loopThreads;

	final Function<String, ProcessReference> references;

	final SupervisorListener listener;

	/**
	 * The cells that take messages.
	 */
	final ConcurrentMap<String, Cell> cells = new ConcurrentHashMap<>();

	/**
	 * The cells that were told to stop and have not stopped yet, the latest of each id.
	 */
	final ConcurrentMap<String, Cell> stopping = new ConcurrentHashMap<>();

	/**
	 * The states of instances that were stopped because of what goes on between the sides
	 * of the cluster, by process id.
	 */
	final ConcurrentMap<String, LeftState> left = new ConcurrentHashMap<>();

	final LongAdder waiting = new LongAdder();

	private final ThreadLocal<int[]> nesting = ThreadLocal.withInitial(() -> new int[1]);

	final RateLimitedLog dropped;

	private final RateLimitedLog rejected;

	final StartQueue startQueue;

	final Preparation preparation;

	final Pulse pulse;

	private final Executor workers;

	private final RandomGenerator random;

	Supervision(String hub, HubNode node, SupervisorSettings settings, PayloadCodec codec, HubScheduler scheduler,
			Executor workers, ThreadFactory loopThreads, RandomGenerator random,
			Function<String, ProcessReference> references, SupervisorListener listener) {
		this.hub = hub;
		this.node = node;
		this.settings = settings;
		this.codec = codec;
		this.scheduler = scheduler;
		this.workers = workers;
		this.loopThreads = loopThreads;
		this.random = random;
		this.references = references;
		this.listener = listener;
		this.dropped = new RateLimitedLog(logger, scheduler::nanoTime);
		this.rejected = new RateLimitedLog(logger, scheduler::nanoTime);
		this.startQueue = new StartQueue(this);
		this.preparation = new Preparation(this);
		this.pulse = new Pulse(scheduler, listener::stalled);
	}

	/**
	 * Run a task on a worker, later if the workers take none now: a task that is lost
	 * leaves its process stuck.
	 * @param task the task
	 */
	void execute(Runnable task) {
		try {
			this.workers.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Hub '%s': the workers take no task now, retrying in %d ms".formatted(this.hub,
					REJECTED_RETRY.toMillis()));
			executeLater(task);
		}
		catch (RuntimeException | Error ex) {
			// Out of threads or memory, it may be
			this.rejected
				.warn(() -> "Hub '%s': the workers fail to take a task, which is tried again".formatted(this.hub), ex);
			executeLater(task);
		}
	}

	void executeLater(Runnable task) {
		this.scheduler.schedule(REJECTED_RETRY, () -> execute(task));
	}

	/**
	 * Return how many handlers are on the stack of this thread, in a place where it can
	 * be changed.
	 * @return the depth
	 */
	int[] nesting() {
		return this.nesting.get();
	}

	double nextRandom() {
		synchronized (this.random) {
			return this.random.nextDouble();
		}
	}

	/**
	 * Forget a cell that has come to its end.
	 * @param cell the cell
	 */
	void remove(Cell cell) {
		// In the other case the heir is about to take its place, or has
		if (cell.heir == null) {
			this.cells.remove(cell.id(), cell);
		}
		this.stopping.remove(cell.id(), cell);
	}

	/**
	 * Tell the listener something; it cannot do harm by throwing.
	 * @param id the process that it is about
	 * @param news tells the listener
	 */
	void tell(String id, Consumer<SupervisorListener> news) {
		try {
			news.accept(this.listener);
		}
		catch (RuntimeException ex) {
			SafeLog.warn(logger, text(id, "the listener failed"), ex);
		}
	}

	ProcessUnavailableException unavailable(String id) {
		return new ProcessUnavailableException(this.hub, id,
				text(id, "it is not available any more on node %s; try again, or look for its crashes in the log"
					.formatted(this.node.name())));
	}

	String text(String id, String what) {
		return "Hub '%s', process '%s': %s".formatted(this.hub, id, what);
	}

}
