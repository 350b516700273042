/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.logging;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * A log for warnings that may come in floods: some are written in each stretch of time,
 * the others are counted. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RateLimitedLog {

	private static final int BURST = 5;

	private static final long STRETCH = Duration.ofSeconds(10).toNanos();

	private final Log log;

	private final LongSupplier nanoTime;

	private long began;

	private int written;

	private long left;

	/**
	 * Create a log.
	 * @param log where the warnings are written to
	 * @param nanoTime the time
	 */
	public RateLimitedLog(Log log, LongSupplier nanoTime) {
		this.log = log;
		this.nanoTime = nanoTime;
		this.began = nanoTime.getAsLong();
	}

	/**
	 * Write a warning, or count it.
	 * @param text the text, asked for only if it is written
	 */
	public void warn(Supplier<String> text) {
		warn(text, null);
	}

	/**
	 * Write a warning, or count it.
	 * @param text the text, asked for only if it is written
	 * @param error what is to be shown with it, or {@code null}
	 */
	public void warn(Supplier<String> text, @Nullable Throwable error) {
		long notWritten = admit();
		if (notWritten >= 0) {
			String more = (notWritten > 0) ? " (and %d more like this were not logged)".formatted(notWritten) : "";
			SafeLog.warn(this.log, text.get() + more, error);
		}
	}

	private synchronized long admit() {
		long now = this.nanoTime.getAsLong();
		if (now - this.began > STRETCH) {
			this.began = now;
			this.written = 0;
		}
		if (this.written >= BURST) {
			this.left++;
			return -1;
		}
		this.written++;
		long notWritten = this.left;
		this.left = 0;
		return notWritten;
	}

}
