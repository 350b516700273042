/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Auto-configuration for hubs, their properties and the analysis of failures.
 */
@NullMarked
package io.processhub.autoconfigure;

import org.jspecify.annotations.NullMarked;
