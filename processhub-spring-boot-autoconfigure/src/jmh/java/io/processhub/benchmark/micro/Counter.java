/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.micro;

import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;

/**
 * The process that is called.
 */
@HubProcess(Counter.TYPE)
class Counter {

	static final String TYPE = "counter";

	private long value;

	@OnMessage
	long add(Add command) {
		this.value += command.amount();
		return this.value;
	}

}
