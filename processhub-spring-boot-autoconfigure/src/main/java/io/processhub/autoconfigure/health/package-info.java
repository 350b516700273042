/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Auto-configuration for the health of hubs.
 */
@NullMarked
package io.processhub.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
