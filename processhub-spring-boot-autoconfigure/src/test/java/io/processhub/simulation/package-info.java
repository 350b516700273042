/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * A cluster in one thread, with virtual time and seeded chance.
 */
@NullMarked
package io.processhub.simulation;

import org.jspecify.annotations.NullMarked;
