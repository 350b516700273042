/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import java.util.concurrent.CompletableFuture;

/**
 * The result of a stop that is under way. {@link #join()} returns a {@link StopResult}
 * once each process is stopped or has its error; it throws the error of the first if it
 * is true of none.
 *
 * @since 0.1.0
 */
public final class StopFuture extends HubFuture<StopResult> {

	/**
	 * Create a new future.
	 * @param result completed with the result
	 */
	public StopFuture(CompletableFuture<StopResult> result) {
		super(result);
	}

}
