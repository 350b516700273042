/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

/**
 * A node of a hub: one application instance.
 *
 * @param id the identity of the node, made when it started; another after a restart, the
 * same after a split of the cluster has healed
 * @param name the readable name of the node, by which its share of the processes is
 * placed
 * @since 0.1.0
 */
public record HubNode(String id, String name) {

	@Override
	public boolean equals(Object other) {
		return this == other || (other instanceof HubNode that && this.id.equals(that.id));
	}

	@Override
	public int hashCode() {
		return this.id.hashCode();
	}

	@Override
	public String toString() {
		return this.name + "(" + this.id + ")";
	}

}
