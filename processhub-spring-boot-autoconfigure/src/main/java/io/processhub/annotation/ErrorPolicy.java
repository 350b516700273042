/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.annotation;

/**
 * What an exception out of a message handler means for the process.
 *
 * @since 0.1.0
 */
public enum ErrorPolicy {

	/**
	 * An exception out of the handler of a call is returned to the caller, and the
	 * process goes on with its state; one out of the handler of anything else is a crash.
	 */
	REPLY,

	/**
	 * Any exception out of a handler is a crash; that of a call is returned to the caller
	 * too.
	 */
	RESTART

}
