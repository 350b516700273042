/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.wire;

/**
 * Thrown when bytes from the network are not what they should be.
 *
 * @since 0.1.0
 */
public class WireException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new {@code WireException}.
	 * @param message what is wrong with the bytes
	 */
	public WireException(String message) {
		super(message);
	}

}
