/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Where processes run.
 */
@NullMarked
package io.processhub.strategy.distribution;

import org.jspecify.annotations.NullMarked;
