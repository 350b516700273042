/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Running processes on a node: mailbox, message dispatch, timers, restarts.
 */
@NullMarked
package io.processhub.supervisor;

import org.jspecify.annotations.NullMarked;
