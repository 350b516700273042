/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Support for tests of applications that have processes. Only for test code.
 */
@NullMarked
package io.processhub.test;

import org.jspecify.annotations.NullMarked;
