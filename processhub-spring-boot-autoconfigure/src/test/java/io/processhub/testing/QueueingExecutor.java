/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.testing;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * An executor that runs its tasks one after the other when it is told to, on the thread
 * that tells it. Thread-safe.
 */
public final class QueueingExecutor implements Executor {

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private volatile boolean rejecting;

	private volatile @Nullable Error failure;

	@Override
	public void execute(Runnable task) {
		if (this.rejecting) {
			throw new RejectedExecutionException("Told to reject");
		}
		Error error = this.failure;
		if (error != null) {
			throw error;
		}
		this.tasks.add(task);
	}

	/**
	 * Fail to take tasks, or take them again.
	 * @param error what to throw, or {@code null}
	 */
	public void failWith(@Nullable Error error) {
		this.failure = error;
	}

	/**
	 * Reject tasks, or take them again.
	 * @param rejecting whether to reject
	 */
	public void rejecting(boolean rejecting) {
		this.rejecting = rejecting;
	}

	/**
	 * Run the first task.
	 * @return whether there was one
	 */
	public boolean runOne() {
		Runnable task = this.tasks.poll();
		if (task == null) {
			return false;
		}
		task.run();
		return true;
	}

	/**
	 * Run all tasks, and those that come in meanwhile.
	 */
	public void runAll() {
		while (runOne()) {
			Thread.onSpinWait();
		}
	}

	/**
	 * Return how many tasks wait.
	 * @return the number
	 */
	public int size() {
		return this.tasks.size();
	}

}
