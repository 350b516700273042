/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import org.jspecify.annotations.Nullable;

import io.processhub.directory.StoredSpec;

/**
 * The order to run a process here.
 *
 * @param spec what the process is
 * @param type its type
 * @param epoch the epoch of the assignment
 * @param token tells the assignment from others: an instance that runs under the same one
 * goes on under a higher epoch; 0 if it is not known
 * @param handover the serialized state of the instance before, or {@code null} if there
 * is none
 * @param replica which instance of the process it is
 * @since 0.1.0
 */
public record Activation(StoredSpec spec, ProcessType type, long epoch, long token, byte @Nullable [] handover,
		Replica replica) {

	/**
	 * Create the order to run the first instance under an assignment of which only the
	 * epoch is known.
	 * @param spec what the process is
	 * @param type its type
	 * @param epoch the epoch of the assignment
	 * @param handover the serialized state, or {@code null} if there is none
	 */
	public Activation(StoredSpec spec, ProcessType type, long epoch, byte @Nullable [] handover) {
		this(spec, type, epoch, 0, handover, Replica.FIRST);
	}

}
