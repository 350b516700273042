/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak.node;

import java.io.Serializable;

/**
 * An instance that runs.
 *
 * @param id the id of its process
 * @param epoch its epoch
 */
public record LiveInstance(String id, long epoch) implements Serializable {

}
