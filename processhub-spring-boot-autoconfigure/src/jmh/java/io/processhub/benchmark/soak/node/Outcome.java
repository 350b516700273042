/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak.node;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/**
 * What came of a start or a stop.
 *
 * @param done the ids of which it was acknowledged
 * @param errors the reasons of the others, by id
 */
public record Outcome(Set<String> done, Map<String, String> errors) implements Serializable {

}
