/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What came of a stop.
 *
 * @param stopped the ids of the processes that were stopped
 * @param errors what was not stopped, and why
 * @since 0.1.0
 */
public record StopResult(Set<String> stopped, List<ProcessError> errors) {

	public StopResult {
		stopped = Collections.unmodifiableSet(stopped);
		errors = List.copyOf(errors);
	}

}
