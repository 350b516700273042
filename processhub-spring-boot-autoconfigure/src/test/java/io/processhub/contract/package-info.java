/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * One abstract test class for each kind of strategy: what every strategy of that kind
 * must do, ours and those of others. Shipped in the test-jar.
 */
@NullMarked
package io.processhub.contract;

import org.jspecify.annotations.NullMarked;
