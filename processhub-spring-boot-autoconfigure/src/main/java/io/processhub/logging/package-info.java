/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Logging that neither floods nor fails, whatever it is given.
 */
@NullMarked
package io.processhub.logging;

import org.jspecify.annotations.NullMarked;
