/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests that an application that has ended leaves nothing behind.
 */
@NullMarked
package io.processhub.leaks;

import org.jspecify.annotations.NullMarked;
