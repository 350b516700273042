/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;

import io.processhub.testing.QueueingExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Work}.
 */
class WorkTests {

	private final Work work = new Work();

	private final QueueingExecutor queue = new QueueingExecutor();

	private final Executor executor = this.work.count(this.queue);

	@Test
	void taskCountsFromTheMomentItIsHandedInUntilItEnds() {
		List<Boolean> idle = new ArrayList<>();
		assertThat(isIdle()).isTrue();
		this.executor.execute(() -> {
			idle.add(isIdle());
			this.executor.execute(() -> idle.add(isIdle()));
		});
		assertThat(isIdle()).isFalse();
		this.queue.runOne();
		assertThat(isIdle()).isFalse();
		this.queue.runOne();
		assertThat(isIdle()).isTrue();
		assertThat(idle).containsExactly(false, false);
	}

	@Test
	void taskThatFailsHasEnded() {
		this.executor.execute(() -> {
			throw new IllegalStateException("Told to fail");
		});
		assertThatIllegalStateException().isThrownBy(this.queue::runOne);
		assertThat(isIdle()).isTrue();
	}

	@Test
	void taskThatIsRefusedDoesNotCount() {
		this.queue.rejecting(true);
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.executor.execute(() -> assertThat(true).isTrue()));
		assertThat(isIdle()).isTrue();
	}

	@Test
	void whatIsScheduledCountsWhileItRuns() {
		ManualTime time = new ManualTime();
		List<Boolean> idle = new ArrayList<>();
		this.work.count(time).schedule(Duration.ofSeconds(1), () -> idle.add(isIdle()));
		assertThat(isIdle()).isTrue();
		time.advance(Duration.ofSeconds(1));
		assertThat(idle).containsExactly(false);
		assertThat(isIdle()).isTrue();
	}

	@Test
	void saysWhereTasksAre() {
		List<String> words = new ArrayList<>();
		this.executor.execute(() -> words.add(this.work.describe()));
		this.queue.runOne();
		assertThat(words).singleElement().asString().startsWith("1 tasks are under way, one at io.processhub.test.");
		assertThat(this.work.describe()).isEqualTo("0 tasks are under way");
	}

	private boolean isIdle() {
		return this.work.await(Duration.ZERO);
	}

}
