/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak.node;

import org.jspecify.annotations.Nullable;

import io.processhub.StopReason;
import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.process.HandoverAware;
import io.processhub.process.ProcessContext;
import io.processhub.process.ProcessLifecycle;

/**
 * A process that enters all that it handles into the ledger of its node, before it
 * answers.
 */
@HubProcess(SoakProcess.TYPE)
class SoakProcess implements ProcessLifecycle, HandoverAware<Long> {

	static final String TYPE = "soak";

	private final LiveInstances live;

	private final Journals journals;

	private @Nullable ProcessContext context;

	/**
	 * The number of messages that this instance has handled.
	 */
	private long sequence;

	/**
	 * The number of messages that this instance and those before it have handled.
	 */
	private long total;

	SoakProcess(LiveInstances live, Journals journals) {
		this.live = live;
		this.journals = journals;
	}

	@OnMessage
	long touch(Touch touch) {
		// A second handler at the same time would enter the same number
		long entered = this.sequence;
		long sum = this.total + 1;
		this.journals.handled(this.context.id(), this.context.epoch(), entered, touch.message(), sum);
		this.sequence = entered + 1;
		this.total = sum;
		return this.context.epoch();
	}

	@Override
	public void started(ProcessContext started) {
		this.context = started;
		this.live.add(this, started);
	}

	@Override
	public void stopping(StopReason reason) {
		this.live.remove(this);
	}

	@Override
	public Long handoverState() {
		return this.total;
	}

	@Override
	public void restoreState(Long state) {
		this.total = state;
	}

}
