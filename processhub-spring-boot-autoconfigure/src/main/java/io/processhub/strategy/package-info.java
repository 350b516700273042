/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The decisions of a hub that can be exchanged.
 */
@NullMarked
package io.processhub.strategy;

import org.jspecify.annotations.NullMarked;
