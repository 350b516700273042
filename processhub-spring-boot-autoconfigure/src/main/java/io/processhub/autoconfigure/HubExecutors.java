/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads of the hubs. They are no beans of their own, so that the application keeps
 * the task executor that Spring Boot makes for it.
 */
final class HubExecutors implements AutoCloseable {

	private static final String WORKER = "processhub-worker-";

	private static final String LOOP = "processhub-loop-";

	private final Function<String, Executor> makeWorkers;

	private final Map<String, Executor> workers = new ConcurrentHashMap<>();

	private final ExecutorService background;

	private final ThreadFactory loopThreads;

	private HubExecutors(Function<String, Executor> makeWorkers, ThreadFactory loopThreads) {
		this.makeWorkers = makeWorkers;
		this.background = pool(Math.max(2, Runtime.getRuntime().availableProcessors()), "processhub-background-");
		this.loopThreads = loopThreads;
	}

	static HubExecutors platformThreads(int workerThreads) {
		return new HubExecutors((hub) -> pool(workerThreads, WORKER + hub + "-"), daemonThreads(LOOP));
	}

	static HubExecutors virtualThreads() {
		return new HubExecutors((hub) -> new VirtualThreadTaskExecutor(WORKER + hub + "-"),
				new VirtualThreadTaskExecutor(LOOP).getVirtualThreadFactory());
	}

	/**
	 * Return what runs user code. Each hub has threads of its own, so that handlers which
	 * block those of one hub hold up no other.
	 * @param hub the hub id
	 * @return the executor
	 */
	Executor workers(String hub) {
		return this.workers.computeIfAbsent(hub, this.makeWorkers);
	}

	/**
	 * Return what runs the work of the hubs themselves, which does not block.
	 * @return the executor
	 */
	Executor background() {
		return this.background;
	}

	/**
	 * Return what makes the threads of processes that are loops.
	 * @return the thread factory
	 */
	ThreadFactory loopThreads() {
		return this.loopThreads;
	}

	@Override
	public void close() {
		for (Executor executor : this.workers.values()) {
			if (executor instanceof ExecutorService pool) {
				pool.shutdownNow();
			}
		}
		this.background.shutdownNow();
	}

	private static ExecutorService pool(int threads, String prefix) {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, 60, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), daemonThreads(prefix));
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	private static ThreadFactory daemonThreads(String prefix) {
		CustomizableThreadFactory threads = new CustomizableThreadFactory(prefix);
		threads.setDaemon(true);
		return threads;
	}

}
