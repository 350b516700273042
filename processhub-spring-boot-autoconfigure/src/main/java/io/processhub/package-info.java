/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What an application uses to start, find and talk to distributed processes.
 */
@NullMarked
package io.processhub;

import org.jspecify.annotations.NullMarked;
