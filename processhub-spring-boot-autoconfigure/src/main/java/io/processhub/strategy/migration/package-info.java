/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * How processes move.
 */
@NullMarked
package io.processhub.strategy.migration;

import org.jspecify.annotations.NullMarked;
