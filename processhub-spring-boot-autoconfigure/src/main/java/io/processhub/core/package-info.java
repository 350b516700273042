/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The operations of hubs, as an application uses them.
 */
@NullMarked
package io.processhub.core;

import org.jspecify.annotations.NullMarked;
