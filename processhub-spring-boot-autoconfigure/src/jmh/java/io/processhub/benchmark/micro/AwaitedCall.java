/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.micro;

import io.processhub.supervisor.Envelope;

/**
 * A call that its sender waits for without giving up the processor at once.
 */
final class AwaitedCall implements Envelope {

	private static final Add MESSAGE = new Add(1);

	private static final int SPINS = 1000;

	private volatile boolean handled;

	@Override
	public Object message() {
		return MESSAGE;
	}

	@Override
	public boolean isCall() {
		return true;
	}

	@Override
	public void reply(Object answer) {
		this.handled = true;
	}

	@Override
	public void fail(Throwable error) {
		throw new IllegalStateException(error);
	}

	void await() {
		for (int i = 0; !this.handled; i++) {
			if (i < SPINS) {
				Thread.onSpinWait();
			}
			else {
				Thread.yield();
			}
		}
	}

}
