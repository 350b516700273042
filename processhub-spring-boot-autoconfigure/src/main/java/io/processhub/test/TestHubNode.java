/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import io.processhub.ProcessHubOperations;

/**
 * A node that a test has added to a hub. Hooks of the application are told nothing of
 * what happens on it.
 *
 * @since 0.1.0
 * @see ProcessHubTester#startNode(String)
 */
public final class TestHubNode {

	private final ProcessHubTester tester;

	private final InMemoryHub hub;

	private final InMemoryNode node;

	TestHubNode(ProcessHubTester tester, InMemoryHub hub, InMemoryNode node) {
		this.tester = tester;
		this.hub = hub;
		this.node = node;
	}

	/**
	 * Return the name of the node.
	 * @return the name
	 */
	public String name() {
		return this.node.name();
	}

	/**
	 * Return the hub as this node sees it.
	 * @return its operations
	 */
	public ProcessHubOperations operations() {
		return this.node.template();
	}

	/**
	 * Return the instance of a process that is on this node.
	 * @param <T> the type
	 * @param id the process id
	 * @param type its class, or a type that it has
	 * @return the object itself, also if the process is proxied
	 * @throws IllegalStateException if there is no such process, or it is not up here
	 * @throws IllegalArgumentException if it is of another type
	 */
	public <T> T process(String id, Class<T> type) {
		return this.node.process(id, type);
	}

	/**
	 * Let the node leave: it hands its processes over to the other nodes. Returns when
	 * they are there. Manual time goes on by a second or a little more.
	 */
	public void stop() {
		this.tester.stop(this.hub, this.node);
	}

	/**
	 * Let the node die: the other nodes miss it at once, and take over its processes,
	 * whose states are lost. Returns when they have. Manual time goes on by a second or a
	 * little more. What ran on the node is told to stop after they have missed it.
	 */
	public void kill() {
		this.tester.kill(this.hub, this.node);
	}

}
