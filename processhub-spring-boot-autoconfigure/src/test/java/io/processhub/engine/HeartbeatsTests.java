/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.processhub.engine.TestCluster.Member;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Heartbeats}. A beat a second, and four seconds of silence.
 */
class HeartbeatsTests {

	private final TestCluster cluster = new TestCluster();

	private final Member local = this.cluster.join("local");

	private final Heartbeats heartbeats = new Heartbeats(this.local, this.local.parts().requests());

	@Test
	void memberIsSilentWhenFourSecondsAreSurelyOver() {
		this.heartbeats.alive("other");
		beat(4);
		assertThat(this.heartbeats.isSilent("other")).as("the first beat may have come at once").isFalse();
		assertThat(this.heartbeats.beat(List.of("other"))).isTrue();
		assertThat(this.heartbeats.isSilent("other")).isTrue();
		assertThat(this.heartbeats.beat(List.of("other"))).as("that is not new").isFalse();
	}

	@Test
	void anyMessageIsASignOfLife() {
		this.heartbeats.alive("other");
		beat(4);
		assertThat(this.heartbeats.heard("other")).isFalse();
		beat(4);
		assertThat(this.heartbeats.isSilent("other")).isFalse();
		beat(3);
		assertThat(this.heartbeats.isSilent("other")).isTrue();
		assertThat(this.heartbeats.heard("other")).as("it is back").isTrue();
		assertThat(this.heartbeats.isSilent("other")).isFalse();
		beat(10);
		assertThat(this.heartbeats.alive("other")).as("it is back once more").isTrue();
		assertThat(this.heartbeats.alive("other")).isFalse();
	}

	@Test
	void memberWithoutHeartbeatsIsNeverSilent() {
		this.heartbeats.heard("other");
		beat(100);
		assertThat(this.heartbeats.isSilent("other")).isFalse();
	}

	@Test
	void memberThatHasGoneIsForgotten() {
		this.heartbeats.alive("other");
		beat(10);
		this.heartbeats.beat(List.of());
		assertThat(this.heartbeats.isSilent("other")).isFalse();
		beat(10);
		assertThat(this.heartbeats.isSilent("other")).isFalse();
	}

	private void beat(int times) {
		for (int i = 0; i < times; i++) {
			this.heartbeats.beat(List.of("other"));
		}
	}

}
