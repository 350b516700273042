/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads of the hubs. They are no beans of their own, so that the application keeps
 * the task executor that Spring Boot makes for it.
 */
final class HubExecutors implements AutoCloseable {

	private static final String WORKER = "processhub-worker-";

	private static final String LOOP = "processhub-loop-";

	private final Executor workers;

	private final ExecutorService background;

	private final ThreadFactory loopThreads;

	private HubExecutors(Executor workers, ThreadFactory loopThreads) {
		this.workers = workers;
		this.background = pool(Math.max(2, Runtime.getRuntime().availableProcessors()), "processhub-background-");
		this.loopThreads = loopThreads;
	}

	static HubExecutors platformThreads(int workerThreads) {
		return new HubExecutors(pool(workerThreads, WORKER), daemonThreads(LOOP));
	}

	static HubExecutors virtualThreads() {
		return new HubExecutors(new VirtualThreadTaskExecutor(WORKER),
				new VirtualThreadTaskExecutor(LOOP).getVirtualThreadFactory());
	}

	/**
	 * Return what runs user code.
	 * @return the executor
	 */
	Executor workers() {
		return this.workers;
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
		if (this.workers instanceof ExecutorService pool) {
			pool.shutdownNow();
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
