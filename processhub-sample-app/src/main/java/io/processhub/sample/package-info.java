/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The sample application.
 */
@NullMarked
package io.processhub.sample;

import org.jspecify.annotations.NullMarked;
