/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The directory: slots, the records that they hold, and the changes that they arbitrate.
 */
@NullMarked
package io.processhub.directory;

import org.jspecify.annotations.NullMarked;
