/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.logging;

import org.jspecify.annotations.Nullable;

/**
 * What exceptions say. Those of the user's code may throw when they are asked, have no
 * end of causes, or say too much.
 *
 * @since 0.1.0
 */
public final class ErrorText {

	/**
	 * The length that texts are cut off at.
	 */
	public static final int MAX_LENGTH = 8192;

	private static final int MAX_CAUSES = 50;

	private ErrorText() {
	}

	/**
	 * Return the class of an exception and what it says.
	 * @param error the exception
	 * @return the text
	 */
	public static String of(Throwable error) {
		try {
			return cut(String.valueOf(error.toString()));
		}
		catch (RuntimeException | Error ex) {
			return unspeakable(error, ex);
		}
	}

	/**
	 * Return what an exception says.
	 * @param error the exception
	 * @return its message, or its class if it has none
	 */
	public static String message(Throwable error) {
		try {
			String message = error.getMessage();
			return (message != null) ? cut(message) : error.getClass().getName();
		}
		catch (RuntimeException | Error ex) {
			return unspeakable(error, ex);
		}
	}

	/**
	 * Return what the last of the causes of an exception says.
	 * @param error the exception
	 * @return the message of the cause, or its class if it has none
	 */
	public static String rootMessage(Throwable error) {
		Throwable root = error;
		for (int i = 0; i < MAX_CAUSES; i++) {
			Throwable cause = causeOf(root);
			if (cause == null || cause == error) {
				break;
			}
			root = cause;
		}
		return message(root);
	}

	private static @Nullable Throwable causeOf(Throwable error) {
		try {
			return error.getCause();
		}
		catch (RuntimeException | Error ex) {
			return null;
		}
	}

	private static String unspeakable(Throwable error, Throwable why) {
		return "%s (which cannot say more: %s)".formatted(error.getClass().getName(), why.getClass().getName());
	}

	private static String cut(String text) {
		return (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "…" : text;
	}

}
