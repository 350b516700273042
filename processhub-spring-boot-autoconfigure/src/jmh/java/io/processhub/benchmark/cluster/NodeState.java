/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.cluster;

import java.io.Serializable;

/**
 * The state of a hub, as one of its nodes sees it.
 *
 * @param up whether the hub runs on the node
 * @param nodes how many nodes the hub has
 * @param digest a digest over the registry
 * @param size how many processes are in the registry
 * @param own how many of them are assigned to this node
 * @param live how many instances run on this node, as they say themselves
 * @param since when the last of these values changed
 * @param nodesSince when the number of nodes changed last
 * @param upSince when the hub came up
 */
public record NodeState(boolean up, int nodes, long digest, int size, int own, int live, long since, long nodesSince,
		long upSince) implements Serializable {

}
