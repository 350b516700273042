/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * How many instances a process has.
 */
@NullMarked
package io.processhub.strategy.redundancy;

import org.jspecify.annotations.NullMarked;
