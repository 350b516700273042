/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of ahead-of-time processing.
 */
@NullMarked
package io.processhub.aot;

import org.jspecify.annotations.NullMarked;
