/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The local replica of the directory, from which every node answers by itself.
 */
@NullMarked
package io.processhub.registry;

import org.jspecify.annotations.NullMarked;
