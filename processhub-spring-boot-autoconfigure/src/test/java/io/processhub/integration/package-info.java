/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of whole hubs on a real cluster in one JVM.
 */
@NullMarked
package io.processhub.integration;

import org.jspecify.annotations.NullMarked;
