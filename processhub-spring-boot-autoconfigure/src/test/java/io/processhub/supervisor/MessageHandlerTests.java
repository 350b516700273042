/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MessageHandler}.
 */
class MessageHandlerTests {

	private static final Duration QUICK = Duration.ofNanos(5_000);

	private static final Duration SLOW = Duration.ofMillis(10);

	private final MessageHandler handler = new MessageHandler((instance, message, context) -> null);

	@Test
	void isNotKnownToBeQuickBeforeItHasHandledAnything() {
		assertThat(this.handler.isQuick()).isFalse();
	}

	@Test
	void staysQuickWhenItsThreadIsHeldUpOnce() {
		took(QUICK, 40);
		took(SLOW, 1);
		assertThat(this.handler.isQuick()).isTrue();
	}

	@Test
	void isSlowWhenItTakesLongTwice() {
		took(QUICK, 40);
		took(SLOW, 2);
		assertThat(this.handler.isQuick()).isFalse();
	}

	@Test
	void isSlowWhenItTakesLongNowAndThen() {
		took(QUICK, 40);
		took(SLOW, 1);
		took(QUICK, 20);
		took(SLOW, 1);
		assertThat(this.handler.isQuick()).isFalse();
		took(QUICK, 10);
		assertThat(this.handler.isQuick()).isFalse();
	}

	@Test
	void isQuickAgainWhenItHasBeenForAWhile() {
		took(SLOW, 100);
		took(QUICK, 10);
		assertThat(this.handler.isQuick()).isFalse();
		took(QUICK, 10);
		assertThat(this.handler.isQuick()).isTrue();
	}

	private void took(Duration time, int times) {
		for (int i = 0; i < times; i++) {
			this.handler.took(time.toNanos());
		}
	}

}
