/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.processhub.MessageHandlerException;
import io.processhub.MessageSerializationException;
import io.processhub.ProcessHubException;
import io.processhub.logging.ErrorText;
import io.processhub.logging.SafeLog;
import io.processhub.supervisor.Outcome.Kind;

/**
 * What came out of a message.
 *
 * @param kind how far it came
 * @param envelope the message
 * @param value the answer, or the {@link CompletionStage} that will have it
 * @param error what the handler threw, or why there was none to handle the message
 */
record Outcome(Kind kind, Envelope envelope, @Nullable Object value, @Nullable Throwable error) {

	static Outcome handled(Envelope envelope, @Nullable Object value) {
		if (!(value instanceof CompletionStage<?>)) {
			return new Outcome(Kind.HANDLED, envelope, value, null);
		}
		try {
			// A minimal stage is a future too, but refuses to say how far it is
			if (!(value instanceof CompletableFuture<?> future && future.isDone())) {
				return new Outcome(Kind.PENDING, envelope, value, null);
			}
			return new Outcome(Kind.HANDLED, envelope, future.join(), null);
		}
		catch (UnsupportedOperationException ex) {
			return new Outcome(Kind.PENDING, envelope, value, null);
		}
		catch (CompletionException | CancellationException ex) {
			return completed(envelope, null, ex);
		}
	}

	static Outcome completed(Envelope envelope, @Nullable Object value, @Nullable Throwable error) {
		if (error == null) {
			return new Outcome(Kind.HANDLED, envelope, value, null);
		}
		Throwable cause = (error instanceof CompletionException) ? error.getCause() : null;
		return failed(envelope, (cause != null) ? cause : error);
	}

	static Outcome failed(Envelope envelope, Throwable error) {
		return new Outcome(Kind.FAILED, envelope, null, error);
	}

	/**
	 * Take a message as one that is not to be handled any more.
	 * @param envelope the message
	 * @return the outcome
	 */
	static Outcome dropped(Envelope envelope) {
		return new Outcome(Kind.DROPPED, envelope, null, null);
	}

	/**
	 * Take a message as one that cannot be handled at all.
	 * @param supervision the supervision
	 * @param processId the process
	 * @param envelope the message
	 * @param error why
	 * @return the outcome
	 */
	static Outcome undeliverable(Supervision supervision, String processId, Envelope envelope, Throwable error) {
		Throwable typed = error;
		if (!(error instanceof ProcessHubException)) {
			typed = new MessageSerializationException(supervision.hub, processId,
					supervision.text(processId, "a message cannot be deserialized: " + ErrorText.of(error)), error);
		}
		return new Outcome(Kind.UNDELIVERABLE, envelope, null, typed);
	}

	/**
	 * Tell the caller, or for a message that nobody waits for the log, if need be.
	 * @param supervision the supervision
	 * @param processId the process
	 */
	void answer(Supervision supervision, String processId) {
		if (this.kind == Kind.DROPPED) {
			return;
		}
		try {
			if (this.envelope.isCall()) {
				if (this.error != null) {
					this.envelope.fail(this.error);
				}
				else {
					this.envelope.reply(this.value);
				}
			}
			else if (this.kind == Kind.UNDELIVERABLE && this.error != null) {
				// The text of a missing handler says it all
				Throwable shown = (this.error instanceof MessageHandlerException) ? null : this.error;
				String text = "A message was dropped. " + ErrorText.message(this.error);
				supervision.dropped.warn(() -> text, shown);
			}
		}
		catch (Throwable ex) {
			SafeLog.warn(Supervision.logger, supervision.text(processId, "an answer could not be given"), ex);
		}
	}

	/**
	 * How far a message came.
	 */
	enum Kind {

		/**
		 * The handler returned.
		 */
		HANDLED,

		/**
		 * The handler threw.
		 */
		FAILED,

		/**
		 * The handler returned a stage that has not completed.
		 */
		PENDING,

		/**
		 * No handler was called.
		 */
		UNDELIVERABLE,

		/**
		 * No handler was called, and nobody is to be told.
		 */
		DROPPED

	}

}
