/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.processhub.StopReason;
import io.processhub.annotation.OnMessage;
import io.processhub.process.HandoverAware;
import io.processhub.process.ProcessContext;
import io.processhub.process.ProcessLifecycle;

/**
 * A process that writes down what happens to it.
 */
class Recorder implements ProcessLifecycle, HandoverAware<String> {

	final List<String> log;

	@Nullable ProcessContext context;

	@Nullable Throwable startFailure;

	@Nullable Object state;

	private int count;

	Recorder(List<String> log) {
		this.log = log;
	}

	Recorder() {
		this(new ArrayList<>());
	}

	@Override
	public void started(ProcessContext context) throws Exception {
		this.context = context;
		this.log.add("started");
		if (this.startFailure instanceof Exception exception) {
			throw exception;
		}
		if (this.startFailure instanceof Error error) {
			throw error;
		}
	}

	@Override
	public void stopping(StopReason reason) {
		this.log.add("stopping " + reason);
	}

	@Override
	public @Nullable String handoverState() {
		this.log.add("export");
		if (this.state instanceof RuntimeException exception) {
			throw exception;
		}
		return (String) this.state;
	}

	@Override
	public void restoreState(String state) {
		this.log.add("restore " + state);
		this.state = state;
	}

	ProcessContext context() {
		ProcessContext present = this.context;
		if (present == null) {
			throw new IllegalStateException("Not started");
		}
		return present;
	}

	@OnMessage
	int count(String text) {
		this.log.add(text);
		return ++this.count;
	}

	@OnMessage
	Object fail(Throwable error) throws Throwable {
		this.log.add("throws");
		throw error;
	}

	@OnMessage
	CompletionStage<?> later(CompletableFuture<?> future) {
		this.log.add("async");
		return future;
	}

	@OnMessage
	void run(Runnable task) {
		this.log.add("runs");
		task.run();
	}

	@OnMessage
	void end(StopReason ignored, ProcessContext context) {
		context.stop();
		context.scheduleOnce(Duration.ZERO, "after the end");
		this.log.add("ends");
	}

}
