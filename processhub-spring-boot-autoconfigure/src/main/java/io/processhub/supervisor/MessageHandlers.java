/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

/**
 * The message handlers of a process type. Thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MessageHandlers {

	/**
	 * Find the handler for a message. The same handler is returned for the same kind of
	 * message, as it remembers how long it takes.
	 * @param processId the id of the process that is to handle the message, for errors
	 * @param message the message
	 * @return the handler
	 * @throws io.processhub.MessageHandlerException if there is none, or more than one
	 * that fit equally well
	 */
	MessageHandler find(String processId, Object message);

	/**
	 * Return what is to be handled in place of a message.
	 * @param message the message, or what it came in
	 * @return the message itself
	 */
	default Object unwrap(Object message) {
		return message;
	}

	/**
	 * Return the same handlers, none of which is ever known to be quick: they run on
	 * workers only, never on the thread of a caller.
	 * @return the handlers
	 */
	default MessageHandlers onWorkers() {
		MessageHandlers handlers = this;
		return new MessageHandlers() {

			@Override
			public MessageHandler find(String processId, Object message) {
				return handlers.find(processId, message).copy();
			}

			@Override
			public Object unwrap(Object message) {
				return handlers.unwrap(message);
			}

		};
	}

	/**
	 * Return handlers that give every message to the same code.
	 * @param invoker the code
	 * @return the handlers
	 */
	static MessageHandlers forAll(MessageHandler.Invoker invoker) {
		MessageHandler handler = new MessageHandler(invoker);
		return (processId, message) -> handler;
	}

}
