/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.node;

import java.util.concurrent.atomic.LongAdder;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;

import io.processhub.StopReason;
import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.process.HandoverAware;
import io.processhub.process.ProcessContext;
import io.processhub.process.ProcessLifecycle;

/**
 * The process that is measured.
 */
@HubProcess(Counter.TYPE)
@ConditionalOnBooleanProperty(name = "benchmark.counter", matchIfMissing = true)
class Counter implements ProcessLifecycle, HandoverAware<Long> {

	static final String TYPE = "counter";

	private static final LongAdder live = new LongAdder();

	private long value;

	static int live() {
		return live.intValue();
	}

	@OnMessage
	long add(Add command) {
		this.value += command.amount();
		return this.value;
	}

	@OnMessage
	long numbered(Numbered command) {
		HandledMessages.add(command.message());
		return ++this.value;
	}

	@OnMessage
	long get(Get query) {
		return this.value;
	}

	@Override
	public void started(ProcessContext context) {
		live.increment();
	}

	@Override
	public void stopping(StopReason reason) {
		live.decrement();
	}

	@Override
	public Long handoverState() {
		return this.value;
	}

	@Override
	public void restoreState(Long state) {
		this.value = state;
	}

}
