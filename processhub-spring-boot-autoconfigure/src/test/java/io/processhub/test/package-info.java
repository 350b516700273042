/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of the support for tests.
 */
@NullMarked
package io.processhub.test;

import org.jspecify.annotations.NullMarked;
