/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

import com.hazelcast.internal.util.ConcurrencyUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CompletionThreads}.
 */
class CompletionThreadsTests {

	private final Executor before = ConcurrencyUtil.getDefaultAsyncExecutor();

	@AfterEach
	void restore() {
		ConcurrencyUtil.setDefaultAsyncExecutor(this.before);
	}

	@Test
	void poolReplacesNewThreads() {
		ConcurrencyUtil.setDefaultAsyncExecutor(ConcurrencyUtil.CALLER_RUNS);
		CompletionThreads.reuse(1);
		assertThat(ConcurrencyUtil.getDefaultAsyncExecutor()).isInstanceOf(ForkJoinPool.class);
	}

	@Test
	void whatSomebodyElseHasSetStays() {
		Executor other = Runnable::run;
		ConcurrencyUtil.setDefaultAsyncExecutor(other);
		CompletionThreads.reuse(1);
		assertThat(ConcurrencyUtil.getDefaultAsyncExecutor()).isSameAs(other);
	}

	@Test
	void commonPoolWithSeveralThreadsStays() {
		ConcurrencyUtil.setDefaultAsyncExecutor(ConcurrencyUtil.CALLER_RUNS);
		CompletionThreads.reuse(2);
		assertThat(ConcurrencyUtil.getDefaultAsyncExecutor()).isSameAs(ConcurrencyUtil.CALLER_RUNS);
	}

}
