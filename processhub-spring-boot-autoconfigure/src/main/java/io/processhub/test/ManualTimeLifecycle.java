/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import org.springframework.context.SmartLifecycle;

/**
 * Lets time stand still while an application runs whose hubs have started.
 */
final class ManualTimeLifecycle implements SmartLifecycle {

	private final ManualTime time;

	private volatile boolean running;

	ManualTimeLifecycle(ManualTime time) {
		this.time = time;
	}

	@Override
	public void start() {
		this.time.halt();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.time.flow();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

}
