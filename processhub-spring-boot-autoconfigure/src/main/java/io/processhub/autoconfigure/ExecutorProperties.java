/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Properties of the threads that processes run on.
 *
 * @param workerThreads Greatest number of threads that handle messages and start and stop
 * processes, for each hub. Not used with virtual threads. By default four for each
 * processor, and at least 16.
 * @since 0.1.0
 */
public record ExecutorProperties(@Nullable Integer workerThreads) {
}
