/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The source of time.
 */
@NullMarked
package io.processhub.time;

import org.jspecify.annotations.NullMarked;
