/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * How changes of the registry spread.
 */
@NullMarked
package io.processhub.strategy.synchronization;

import org.jspecify.annotations.NullMarked;
