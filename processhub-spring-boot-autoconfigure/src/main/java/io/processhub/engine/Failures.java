/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.processhub.CallTimeoutException;
import io.processhub.HubNotRunningException;
import io.processhub.HubPartitionedException;
import io.processhub.MailboxFullException;
import io.processhub.MessageHandlerException;
import io.processhub.MessageSerializationException;
import io.processhub.ProcessCallException;
import io.processhub.ProcessHubException;
import io.processhub.ProcessNotFoundException;
import io.processhub.ProcessUnavailableException;
import io.processhub.logging.ErrorText;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * How failures travel between nodes: by kind and text, never as serialized exceptions.
 */
enum Failures {

	/** The handler threw. */
	HANDLER(ProcessHubException.class),

	/** No such process. */
	NOT_FOUND(ProcessNotFoundException.class),

	/** The process cannot be reached. */
	UNAVAILABLE(ProcessUnavailableException.class),

	/** The mailbox is full. */
	MAILBOX_FULL(MailboxFullException.class),

	/** No handler for the message. */
	NO_HANDLER(MessageHandlerException.class),

	/** Not serializable. */
	SERIALIZATION(MessageSerializationException.class),

	/** No answer in time. */
	TIMEOUT(CallTimeoutException.class),

	/** No quorum. */
	PARTITIONED(HubPartitionedException.class),

	/** The hub does not run. */
	NOT_RUNNING(HubNotRunningException.class);

	private static final Failures[] FAILURES = values();

	private static final int MAX_WRAPPERS = 50;

	private final Class<? extends ProcessHubException> type;

	Failures(Class<? extends ProcessHubException> type) {
		this.type = type;
	}

	/**
	 * Return what a caller is to get for what a call ended with.
	 * @param hub the hub id
	 * @param processId the process id
	 * @param failure what it ended with
	 * @return a typed exception
	 */
	static ProcessHubException typed(String hub, String processId, Throwable failure) {
		Throwable cause = unwrap(failure);
		if (cause instanceof ProcessHubException typed) {
			return typed;
		}
		return new ProcessCallException(hub, processId, cause.getClass().getName(),
				"The handler of process '%s' in hub '%s' threw %s".formatted(processId, hub, ErrorText.of(cause)),
				cause);
	}

	static Throwable unwrap(Throwable failure) {
		Throwable cause = failure;
		for (int i = 0; i < MAX_WRAPPERS
				&& (cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null; i++) {
			cause = cause.getCause();
		}
		return cause;
	}

	static void write(ProcessHubException failure, WireWriter writer) {
		Failures kind = UNAVAILABLE;
		for (Failures each : FAILURES) {
			if (each != HANDLER && each.type == failure.getClass()) {
				kind = each;
			}
		}
		String text = ErrorText.message(failure);
		if (failure instanceof ProcessCallException call) {
			writer.writeByte(HANDLER.ordinal()).writeString(text).writeString(call.getExceptionType());
			return;
		}
		writer.writeByte(kind.ordinal()).writeString(text);
	}

	static ProcessHubException read(String hub, String processId, WireReader reader) {
		Failures kind = reader.readEnum(FAILURES);
		String text = reader.readString();
		return switch (kind) {
			case HANDLER -> new ProcessCallException(hub, processId, reader.readString(), text, null);
			case NOT_FOUND -> new ProcessNotFoundException(hub, processId, text);
			case UNAVAILABLE -> new ProcessUnavailableException(hub, processId, text);
			case MAILBOX_FULL -> new MailboxFullException(hub, processId, text);
			case NO_HANDLER -> new MessageHandlerException(hub, processId, text);
			case SERIALIZATION -> new MessageSerializationException(hub, processId, text);
			case TIMEOUT -> new CallTimeoutException(hub, processId, text);
			case PARTITIONED -> new HubPartitionedException(hub, processId, text);
			case NOT_RUNNING -> new HubNotRunningException(hub, processId, text);
		};
	}

}
