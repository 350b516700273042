/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The form in which nodes of a hub exchange messages.
 */
@NullMarked
package io.processhub.wire;

import org.jspecify.annotations.NullMarked;
