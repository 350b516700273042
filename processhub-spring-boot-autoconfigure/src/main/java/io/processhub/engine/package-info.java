/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The engine of a hub: view, placement, reconciliation, migration.
 */
@NullMarked
package io.processhub.engine;

import org.jspecify.annotations.NullMarked;
