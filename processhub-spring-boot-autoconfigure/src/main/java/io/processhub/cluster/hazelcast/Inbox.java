/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.processhub.cluster.Lane;
import io.processhub.cluster.Messaging.MessageReceiver;
import io.processhub.cluster.Registration;
import io.processhub.wire.WireException;

/**
 * Takes the batches that come in for a hub. A reply that the receiving thread itself
 * posts to the sender of the batch is kept to go back with the batch's own answer.
 */
final class Inbox {

	private static final Log logger = LogFactory.getLog(Inbox.class);

	private static final int MAX_REPLY_BYTES = 1 << 20;

	private final AtomicReference<@Nullable MessageReceiver> receiver = new AtomicReference<>();

	private final ThreadLocal<@Nullable Replies> current = new ThreadLocal<>();

	private final ThreadLocal<@Nullable Boolean> takingReplies = new ThreadLocal<>();

	Registration receive(MessageReceiver handler) {
		Assert.state(this.receiver.compareAndSet(null, handler), "There is a handler already");
		return () -> this.receiver.compareAndSet(handler, null);
	}

	byte @Nullable [] take(Batch batch) {
		Replies replies = new Replies(batch.sender());
		this.current.set(replies);
		try {
			deliver(batch.sender(), batch.lane(), batch.messages());
		}
		finally {
			this.current.remove();
		}
		return replies.messages.isEmpty() ? null : Batch.messagesToBytes(replies.messages);
	}

	/**
	 * Keep a reply for the batch that the calling thread is handling.
	 * @param member the member that the reply is for
	 * @param reply the reply
	 * @return whether the reply was kept; if not, it must be sent
	 */
	boolean keep(String member, byte[] reply) {
		Replies replies = this.current.get();
		if (replies == null || !replies.sender.equals(member) || replies.bytes > MAX_REPLY_BYTES) {
			return false;
		}
		replies.messages.add(reply);
		replies.bytes += reply.length;
		return true;
	}

	void takeReplies(String member, byte[] replies) {
		this.takingReplies.set(true);
		try {
			deliver(member, Lane.REPLY, Batch.messagesFromBytes(replies));
		}
		catch (WireException ex) {
			logger.warn("Ignored malformed replies from member " + member + ": " + ex.getMessage());
		}
		finally {
			this.takingReplies.remove();
		}
	}

	/**
	 * Return whether the calling thread is one of Hazelcast's that brought replies: it
	 * must not send.
	 */
	boolean isTakingReplies() {
		return this.takingReplies.get() != null;
	}

	private void deliver(String member, Lane lane, List<byte[]> messages) {
		MessageReceiver handler = this.receiver.get();
		if (handler == null) {
			logger.debug("Dropped messages from member " + member + ": nobody takes them yet, or any more");
			return;
		}
		boolean last = messages.size() == 1;
		for (byte[] message : messages) {
			try {
				handler.receive(member, lane, message, last);
			}
			catch (RuntimeException ex) {
				logger.warn("Failed to handle a message from member " + member, ex);
			}
		}
	}

	private static final class Replies {

		private final String sender;

		private final List<byte[]> messages = new ArrayList<>(1);

		private int bytes;

		Replies(String sender) {
			this.sender = sender;
		}

	}

}
