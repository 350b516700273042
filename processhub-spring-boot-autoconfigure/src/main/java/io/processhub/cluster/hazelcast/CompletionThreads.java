/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

import com.hazelcast.internal.util.ConcurrencyUtil;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Saves Hazelcast a new thread for each operation on machines with one or two processors.
 * <p>
 * From 5.7 on, it uses what completes futures by default, for each operation whose answer
 * is an object. That is the common pool; but where the common pool has only one thread,
 * it is a new thread each time, which the thread of the partition has to wait for, and a
 * busy machine starts few. A pool does the same with threads that are used again.
 */
final class CompletionThreads {

	private static final Log logger = LogFactory.getLog(CompletionThreads.class);

	/**
	 * So many that what blocks one, as it may a thread of its own, holds up no other.
	 */
	private static final int MAX = 64;

	/**
	 * The pool outlives the application, so nothing of ours may be in it; and its threads
	 * end soon, for they keep the class loader of whoever started them.
	 */
	private static final long KEEP_ALIVE_SECONDS = 1;

	private CompletionThreads() {
	}

	/**
	 * Let Hazelcast use threads again. There is one such setting in a JVM; what somebody
	 * else has set stays.
	 */
	static void reuse() {
		reuse(ForkJoinPool.getCommonPoolParallelism());
	}

	static void reuse(int parallelism) {
		try {
			Executor present = ConcurrencyUtil.getDefaultAsyncExecutor();
			// Only what Hazelcast itself has set there for want of a pool
			if (parallelism == 1 && present.getClass().getName().startsWith(ConcurrencyUtil.class.getName())) {
				ConcurrencyUtil.setDefaultAsyncExecutor(pool());
			}
		}
		catch (LinkageError ex) {
			logger.debug("Hazelcast does not say what it completes futures with", ex);
		}
	}

	private static ForkJoinPool pool() {
		return new ForkJoinPool(MAX, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true, 0, MAX, 1, null,
				KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
	}

}
