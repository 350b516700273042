/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.logging;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Logs exceptions of the user's code: their methods may throw, and most loggers let that
 * through.
 *
 * @since 0.1.0
 */
public final class SafeLog {

	private SafeLog() {
	}

	/**
	 * Write a warning.
	 * @param log where to
	 * @param text the text
	 * @param error what is to be shown with it, or {@code null}
	 */
	public static void warn(Log log, String text, @Nullable Throwable error) {
		try {
			log.warn(text, error);
		}
		catch (RuntimeException | Error ex) {
			log.warn(withText(text, error));
		}
	}

	/**
	 * Write an error.
	 * @param log where to
	 * @param text the text
	 * @param error what is to be shown with it, or {@code null}
	 */
	public static void error(Log log, String text, @Nullable Throwable error) {
		try {
			log.error(text, error);
		}
		catch (RuntimeException | Error ex) {
			log.error(withText(text, error));
		}
	}

	private static String withText(String text, @Nullable Throwable error) {
		return (error != null) ? text + ": " + ErrorText.of(error) : text;
	}

}
