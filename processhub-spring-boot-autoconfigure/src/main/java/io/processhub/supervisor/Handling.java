/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.processhub.supervisor.CellState.Work;

/**
 * What the owner of a cell does with messages.
 */
final class Handling {

	/**
	 * How many handlers may be on the stack of a thread for another to be called on it.
	 */
	static final int MAX_NESTING = 8;

	private Handling() {
	}

	/**
	 * Handle the message that the cell is at.
	 * @param cell the cell, owned by this thread
	 * @return what came of it, or {@code null} if that is not known yet and the cell is
	 * to be left alone
	 */
	static @Nullable Outcome handleNext(Cell cell) {
		Envelope envelope = cell.current;
		Instance instance = cell.instance;
		if (envelope == null || instance == null) {
			throw new IllegalStateException(cell.supervision.text(cell.id, "there is nothing to handle"));
		}
		Object message;
		MessageHandler handler;
		try {
			message = message(cell, envelope);
			handler = handler(cell, message);
		}
		catch (Throwable ex) {
			return settle(cell, instance, Outcome.undeliverable(cell.supervision, cell.id, envelope, ex));
		}
		return handle(cell, instance, envelope, message, handler);
	}

	/**
	 * Handle a message on the thread of its sender, unless its handler is not known to be
	 * quick.
	 * @param cell the cell, owned by this thread
	 * @param instance the instance
	 * @param envelope the message
	 */
	static void handleHere(Cell cell, Instance instance, Envelope envelope) {
		int[] nesting = cell.supervision.nesting();
		nesting[0]++;
		try {
			Object message;
			MessageHandler handler;
			try {
				message = message(cell, envelope);
				handler = handler(cell, message);
			}
			catch (Throwable ex) {
				giveAway(cell, settle(cell, instance, Outcome.undeliverable(cell.supervision, cell.id, envelope, ex)));
				return;
			}
			if (!handler.isQuick()) {
				if (cell.putBack(envelope)) {
					cell.supervision.execute(cell);
				}
				return;
			}
			Outcome outcome = handle(cell, instance, envelope, message, handler);
			if (outcome != null) {
				giveAway(cell, outcome);
			}
		}
		finally {
			nesting[0]--;
		}
	}

	private static Object message(Cell cell, Envelope envelope) {
		Object message = envelope.message();
		if (message instanceof StateOffer offer) {
			return offer.decode(cell.supervision.codec);
		}
		return cell.type.handlers()
			.unwrap((message instanceof MethodCall call) ? call.decode(cell.supervision.codec) : message);
	}

	private static MessageHandler handler(Cell cell, Object message) {
		return (message instanceof StateOffer.OtherState) ? StateOffer.OtherState.HANDLER
				: cell.type.handlers().find(cell.id, message);
	}

	private static @Nullable Outcome handle(Cell cell, Instance instance, Envelope envelope, Object message,
			MessageHandler handler) {
		Outcome outcome;
		long began = cell.supervision.scheduler.nanoTime();
		if (!cell.supervision.pulse.isRegular(began)) {
			cell.dispatch(cell.shelve(envelope));
			return null;
		}
		if (envelope.isVoid()) {
			return Outcome.dropped(envelope);
		}
		try {
			outcome = Outcome.handled(envelope, handler.handle(instance.requiredTarget(), message, instance));
		}
		catch (Throwable ex) {
			Lifecycle.keepInterrupt(ex);
			outcome = Outcome.failed(envelope, ex);
		}
		handler.took(cell.supervision.scheduler.nanoTime() - began);
		if (outcome.value() instanceof CompletionStage<?> stage && outcome.kind() == Outcome.Kind.PENDING) {
			if (cell.park()) {
				await(stage, new Completion(cell, instance, envelope));
			}
			return null;
		}
		return settle(cell, instance, outcome);
	}

	private static void await(CompletionStage<?> stage, Completion completion) {
		try {
			stage.whenComplete(completion);
		}
		catch (Throwable ex) {
			completion.accept(null, ex);
		}
	}

	private static Outcome settle(Cell cell, Instance instance, Outcome outcome) {
		Throwable error = outcome.error();
		if (error != null && outcome.kind() == Outcome.Kind.FAILED
				&& (!outcome.envelope().isCall() || cell.type.crashOnCallError())) {
			cell.crash(instance, error);
		}
		if (outcome.envelope() instanceof InstanceTimer timer) {
			timer.handled();
		}
		return outcome;
	}

	/**
	 * Give up the cell, to a worker if there is something to do, and answer.
	 * @param cell the cell, owned by this thread
	 * @param outcome what is to be answered
	 */
	static void giveAway(Cell cell, Outcome outcome) {
		Work work = cell.handOn();
		if (work == Work.LOST) {
			return;
		}
		// Who stops or moves a process may count on its answers being given
		boolean answerFirst = work == Work.STOP || work == Work.SUSPEND;
		if (answerFirst) {
			outcome.answer(cell.supervision, cell.id);
		}
		if (work != Work.NONE) {
			cell.supervision.execute(cell);
		}
		if (!answerFirst) {
			outcome.answer(cell.supervision, cell.id);
		}
	}

	/**
	 * Goes on with a cell when the answer that its handler promised is there. Takes only
	 * the first answer.
	 */
	private static final class Completion implements BiConsumer<@Nullable Object, @Nullable Throwable> {

		private final AtomicBoolean done = new AtomicBoolean();

		private final Cell cell;

		private final Instance instance;

		private final Envelope envelope;

		private Completion(Cell cell, Instance instance, Envelope envelope) {
			this.cell = cell;
			this.instance = instance;
			this.envelope = envelope;
		}

		@Override
		public void accept(@Nullable Object value, @Nullable Throwable error) {
			if (this.done.compareAndSet(false, true)) {
				giveAway(this.cell, settle(this.cell, this.instance, Outcome.completed(this.envelope, value, error)));
			}
		}

	}

}
