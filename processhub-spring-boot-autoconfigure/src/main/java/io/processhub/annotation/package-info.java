/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Stereotypes for process types and their message handlers.
 */
@NullMarked
package io.processhub.annotation;

import org.jspecify.annotations.NullMarked;
