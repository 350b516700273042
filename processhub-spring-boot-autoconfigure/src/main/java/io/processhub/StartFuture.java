/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import java.util.concurrent.CompletableFuture;

/**
 * The result of a start that is under way. {@link #join()} returns a {@link StartResult}
 * once each process is started or has its error; it throws the error of the first if it
 * is true of none.
 *
 * @since 0.1.0
 */
public final class StartFuture extends HubFuture<StartResult> {

	/**
	 * Create a new future.
	 * @param result completed with the result
	 */
	public StartFuture(CompletableFuture<StartResult> result) {
		super(result);
	}

}
