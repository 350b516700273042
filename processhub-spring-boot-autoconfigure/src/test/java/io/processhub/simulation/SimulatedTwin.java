/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import org.jspecify.annotations.Nullable;

import io.processhub.process.HandoverAware;
import io.processhub.process.ProcessContext;
import io.processhub.process.ProcessLifecycle;

/**
 * A process that counts its messages and says so in the ledger.
 */
final class SimulatedTwin implements ProcessLifecycle, HandoverAware<Long> {

	private final String member;

	private final Ledger ledger;

	private long count;

	private @Nullable ProcessContext context;

	SimulatedTwin(String member, Ledger ledger) {
		this.member = member;
		this.ledger = ledger;
	}

	@Override
	public void started(ProcessContext context) {
		this.context = context;
		this.ledger.started(this.member, context.id(), context.epoch());
	}

	Object handle(Object message) {
		ProcessContext present = this.context;
		if (present == null) {
			throw new IllegalStateException("I5: a message before the start");
		}
		this.ledger.handled(this.member, present.id(), present.epoch(), (Long) message);
		return ++this.count;
	}

	@Override
	public Long handoverState() {
		return this.count;
	}

	@Override
	public void restoreState(Long state) {
		this.count = state;
	}

	void destroyed() {
		if (this.context != null) {
			this.ledger.stopped(this.member, this.context.id());
		}
	}

}
