/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What the class of a process may implement, and what it is given.
 */
@NullMarked
package io.processhub.process;

import org.jspecify.annotations.NullMarked;
