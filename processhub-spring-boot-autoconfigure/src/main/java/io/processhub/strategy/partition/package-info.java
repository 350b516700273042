/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What a side of a split cluster may do.
 */
@NullMarked
package io.processhub.strategy.partition;

import org.jspecify.annotations.NullMarked;
