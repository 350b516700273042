/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.node;

/**
 * Something to measure again and again.
 */
public enum Operation {

	/**
	 * A call of a process on the same node.
	 */
	CALL_LOCAL("call, local"),

	/**
	 * A call of a process on another node.
	 */
	CALL_REMOTE("call, remote"),

	/**
	 * A trivial task for Hazelcast's executor on the same member.
	 */
	EXECUTOR_LOCAL("Hazelcast executor, local"),

	/**
	 * A trivial task for Hazelcast's executor on another member.
	 */
	EXECUTOR_REMOTE("Hazelcast executor, remote"),

	/**
	 * A read of a Hazelcast map whose partition is on another member.
	 */
	MAP_GET_REMOTE("Hazelcast IMap.get, remote"),

	/**
	 * A write to a Hazelcast map with a backup, whose partition is on another member.
	 */
	MAP_SET_REMOTE("Hazelcast IMap.set, remote");

	private final String title;

	Operation(String title) {
		this.title = title;
	}

	public String title() {
		return this.title;
	}

}
