/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.logging;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.processhub.testing.HostileExceptions;
import io.processhub.testing.ManualScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RateLimitedLog}, {@link SafeLog} and {@link ErrorText}.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class LoggingTests {

	private static final Log log = LogFactory.getLog(LoggingTests.class);

	static Stream<Throwable> hostile() {
		return HostileExceptions.all();
	}

	@Test
	void floodIsCountedAndNotWritten(CapturedOutput output) {
		ManualScheduler scheduler = new ManualScheduler();
		RateLimitedLog limited = new RateLimitedLog(log, scheduler::nanoTime);
		AtomicInteger asked = new AtomicInteger();
		for (int i = 0; i < 1000; i++) {
			limited.warn(() -> "warning " + asked.incrementAndGet());
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("warning"))).hasSize(5);
		assertThat(asked).hasValue(5);
		scheduler.skip(Duration.ofSeconds(11));
		limited.warn(() -> "again");
		limited.warn(() -> "once more");
		assertThat(output).contains("again (and 995 more like this were not logged)").doesNotContain("once more (");
	}

	@ParameterizedTest
	@MethodSource("hostile")
	void exceptionOfAnyKindIsLogged(Throwable error, CapturedOutput output) {
		SafeLog.warn(log, "a warning", error);
		SafeLog.error(log, "an error", error);
		new RateLimitedLog(log, () -> 0).warn(() -> "limited", error);
		assertThat(output).contains("a warning", "an error", "limited", error.getClass().getName());
	}

	@ParameterizedTest
	@MethodSource("hostile")
	void exceptionOfAnyKindHasAText(Throwable error) {
		assertThat(ErrorText.of(error)).startsWith(error.getClass().getName()).hasSizeLessThan(9000);
		assertThat(ErrorText.message(error)).isNotEmpty().hasSizeLessThan(9000);
		assertThat(ErrorText.rootMessage(error)).isNotEmpty().hasSizeLessThan(9000);
	}

	@Test
	void lastCauseSaysWhatWentWrong() {
		Exception cause = new Exception("cause");
		assertThat(ErrorText.rootMessage(new Exception("outer", new Exception("inner", cause)))).isEqualTo("cause");
		assertThat(ErrorText.rootMessage(cause)).isEqualTo("cause");
	}

}
