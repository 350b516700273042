/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Hooks: what happens in a hub, told to whoever wants to know.
 */
@NullMarked
package io.processhub.hook;

import org.jspecify.annotations.NullMarked;
