/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The hubs in a Spring application context: process beans and lifecycle.
 */
@NullMarked
package io.processhub.context;

import org.jspecify.annotations.NullMarked;
