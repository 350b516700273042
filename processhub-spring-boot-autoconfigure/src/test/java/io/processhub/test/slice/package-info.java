/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What the test slice is tried on.
 */
@NullMarked
package io.processhub.test.slice;

import org.jspecify.annotations.NullMarked;
