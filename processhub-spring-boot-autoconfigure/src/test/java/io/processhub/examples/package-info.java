/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The strategies that the documentation shows.
 */
@NullMarked
package io.processhub.examples;

import org.jspecify.annotations.NullMarked;
