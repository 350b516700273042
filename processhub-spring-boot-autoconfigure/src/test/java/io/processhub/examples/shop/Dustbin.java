/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples.shop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.stereotype.Component;

import io.processhub.annotation.ProcessHubHook;
import io.processhub.hook.HookKey;
import io.processhub.hook.RegistryRemoved;

/**
 * Remembers which baskets were thrown away.
 */
@Component
class Dustbin {

	private final List<String> baskets = new CopyOnWriteArrayList<>();

	@ProcessHubHook(HookKey.REGISTRY_REMOVED)
	void removed(RegistryRemoved removed) {
		this.baskets.add(removed.processId());
	}

	List<String> baskets() {
		return this.baskets;
	}

}
