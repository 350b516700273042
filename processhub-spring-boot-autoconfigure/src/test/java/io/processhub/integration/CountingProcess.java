/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.processhub.annotation.OnMessage;
import io.processhub.process.ConflictAware;
import io.processhub.process.ProcessContext;
import io.processhub.process.ProcessLifecycle;

/**
 * A process that counts, and misbehaves when it is told to.
 */
class CountingProcess implements ProcessLifecycle, ConflictAware<Long>, Counting {

	static final String FAIL = "fail";

	private final List<String> notes = new ArrayList<>();

	private long value;

	@Override
	public void started(ProcessContext context) {
		if (FAIL.equals(context.argument())) {
			throw new IllegalStateException("told to fail");
		}
	}

	@OnMessage
	long plus(Long amount) {
		this.value += amount;
		return this.value;
	}

	@OnMessage
	@Nullable Object obey(Order order, ProcessContext context) {
		return switch (order) {
			case THROW -> throw new UnsupportedOperationException("told to throw");
			case BE_SILENT -> new CompletableFuture<String>().completeOnTimeout("late", 2, TimeUnit.SECONDS);
			case END -> {
				context.stop();
				yield null;
			}
			case WHERE -> context.node().name();
			case NOTES -> List.copyOf(this.notes);
		};
	}

	@OnMessage
	void note(Note note) {
		this.notes.add(note.text());
	}

	@Override
	public void add(long amount) {
		this.value += amount;
	}

	@Override
	public long value() {
		return this.value;
	}

	@Override
	public CompletionStage<String> describe(String prefix) {
		return CompletableFuture.completedStage(prefix + this.value);
	}

	@Override
	public void mergeState(Long other) {
		this.value += other;
	}

	@Override
	public Long handoverState() {
		return this.value;
	}

	@Override
	public void restoreState(Long state) {
		this.value = state;
	}

	/**
	 * What the process is to do.
	 */
	enum Order {

		THROW, BE_SILENT, END, WHERE, NOTES

	}

	/**
	 * Something to keep in mind.
	 *
	 * @param text the text
	 */
	record Note(String text) {

	}

}
