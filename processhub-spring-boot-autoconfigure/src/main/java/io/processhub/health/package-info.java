/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The health of hubs.
 */
@NullMarked
package io.processhub.health;

import org.jspecify.annotations.NullMarked;
