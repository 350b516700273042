/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import org.jspecify.annotations.Nullable;

import org.springframework.test.util.AopTestUtils;
import org.springframework.util.Assert;

import io.processhub.HubNode;
import io.processhub.ProcessInfo;
import io.processhub.core.ProcessHubTemplate;
import io.processhub.engine.HubEngine;

/**
 * One node of a hub of a test.
 *
 * @param member its place in the cluster
 * @param engine the hub on it
 */
record InMemoryNode(InMemoryMember member, HubEngine engine) {

	String name() {
		return this.member.address(this.member.local());
	}

	ProcessHubTemplate template() {
		return new ProcessHubTemplate(this.engine);
	}

	boolean is(HubNode node) {
		return this.engine.isAlive() && this.engine.localNode().equals(node);
	}

	/**
	 * Return the instance of a process, without proxies.
	 */
	<T> T process(String id, Class<T> type) {
		Object instance = this.engine.instance(id);
		if (instance == null) {
			throw new IllegalStateException(missing(id));
		}
		Object target = AopTestUtils.getUltimateTargetObject(instance);
		Assert.isInstanceOf(type, target, () -> "Process '%s' of hub '%s'".formatted(id, this.engine.hubId()));
		return type.cast(target);
	}

	private String missing(String id) {
		ProcessInfo process = this.engine.lookup(id);
		if (process == null) {
			return "There is no process '%s' in hub '%s'. Its processes are %s.".formatted(id, this.engine.hubId(),
					this.engine.dump().keySet());
		}
		return "Process '%s' of hub '%s' is not up on node '%s': it is %s on node '%s', and may be between a crash and the "
			.formatted(id, this.engine.hubId(), name(), process.instance().state(), process.node().name()) + "restart.";
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

}
