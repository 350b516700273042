/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The ports to the cluster: membership, directory, messaging, serialization.
 */
@NullMarked
package io.processhub.cluster;

import org.jspecify.annotations.NullMarked;
