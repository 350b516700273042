/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The ports to the cluster, on Hazelcast. The only package that knows it.
 */
@NullMarked
package io.processhub.cluster.hazelcast;

import org.jspecify.annotations.NullMarked;
