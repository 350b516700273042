/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples.shop;

import org.springframework.stereotype.Service;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;

/**
 * What customers do with their baskets.
 */
@Service
class Checkout {

	private final ProcessHubOperations hub;

	Checkout(ProcessHubOperations hub) {
		this.hub = hub;
	}

	int put(String customer, String article) {
		if (!this.hub.contains(customer)) {
			this.hub.start(ProcessSpec.of(customer, "basket")).join();
		}
		return this.hub.<Integer>call(customer, new Put(article)).join();
	}

}
