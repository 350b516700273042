/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.util.concurrent.CompletionStage;

/**
 * What a {@link CountingProcess} can be asked through a proxy.
 */
interface Counting {

	void add(long amount);

	long value();

	CompletionStage<String> describe(String prefix);

}
