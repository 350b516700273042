/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What tests and the simulation work with in place of time and threads.
 */
@NullMarked
package io.processhub.testing;

import org.jspecify.annotations.NullMarked;
