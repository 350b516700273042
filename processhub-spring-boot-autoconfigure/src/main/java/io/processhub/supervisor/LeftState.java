/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The state of an instance that was stopped because this side of the cluster must not
 * work, or because another instance has taken its place. Thread-safe.
 * <p>
 * It is serialized only when it is asked for: where the cluster library has to tell all
 * members of a new type first, it waits for those that are cut off, and the instance
 * would go on meanwhile.
 *
 * @since 0.1.0
 */
public final class LeftState {

	private final Assignment assignment;

	private final boolean mergeable;

	private @Nullable Supplier<byte @Nullable []> serialization;

	private byte @Nullable [] state;

	LeftState(Assignment assignment, Supplier<byte @Nullable []> serialization, boolean mergeable) {
		this.assignment = assignment;
		this.serialization = serialization;
		this.mergeable = mergeable;
	}

	/**
	 * Return what the instance ran under.
	 * @return its assignment
	 */
	public Assignment assignment() {
		return this.assignment;
	}

	/**
	 * Return whether the state can be united with that of another instance.
	 * @return whether the process can do that
	 */
	public boolean mergeable() {
		return this.mergeable;
	}

	/**
	 * Return the state. May block, and runs user code.
	 * @return the serialized state, or {@code null} if it cannot be serialized
	 */
	public synchronized byte @Nullable [] state() {
		Supplier<byte @Nullable []> present = this.serialization;
		if (present != null) {
			this.serialization = null;
			this.state = present.get();
		}
		return this.state;
	}

}
