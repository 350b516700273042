/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Examples of tests of processes, with the application that they test.
 */
@NullMarked
package io.processhub.examples.shop;

import org.jspecify.annotations.NullMarked;
