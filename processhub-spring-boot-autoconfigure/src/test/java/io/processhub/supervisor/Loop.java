/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import io.processhub.process.HubRunnable;
import io.processhub.process.ProcessContext;

/**
 * A recorder with a loop.
 */
class Loop extends Recorder implements HubRunnable {

	private final HubRunnable loop;

	Loop(HubRunnable loop) {
		this.loop = loop;
	}

	@Override
	public void run(ProcessContext context) throws Exception {
		this.loop.run(context);
	}

}
