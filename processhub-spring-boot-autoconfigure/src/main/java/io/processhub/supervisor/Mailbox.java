/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for a process, first in, first out. Takes no memory while it is
 * empty. Guarded by the monitor of the cell that extends it.
 */
abstract class Mailbox {

	private @Nullable Node head;

	private @Nullable Node tail;

	private int waiting;

	final boolean isEmpty() {
		return this.head == null;
	}

	final int waiting() {
		return this.waiting;
	}

	final void add(Envelope envelope) {
		Node node = new Node(envelope);
		if (this.tail == null) {
			this.head = node;
		}
		else {
			this.tail.next = node;
		}
		this.tail = node;
		this.waiting++;
	}

	final void addFirst(Envelope envelope) {
		Node node = new Node(envelope);
		node.next = this.head;
		this.head = node;
		if (this.tail == null) {
			this.tail = node;
		}
		this.waiting++;
	}

	/**
	 * Take the first message out; ticks of cancelled timers are dropped on the way.
	 * @return the message, or {@code null} if there is none
	 */
	final @Nullable Envelope poll() {
		Node node = this.head;
		while (node != null) {
			this.head = node.next;
			this.waiting--;
			if (this.head == null) {
				this.tail = null;
			}
			if (!(node.envelope instanceof InstanceTimer timer) || timer.taken()) {
				return node.envelope;
			}
			node = this.head;
		}
		return null;
	}

	/**
	 * Take all messages out, but for the ticks of timers, which are nothing to others.
	 * @param leavesTicks whether the ticks stay, rather than being dropped
	 * @return the messages
	 */
	final List<Envelope> takeAll(boolean leavesTicks) {
		if (this.head == null) {
			return List.of();
		}
		List<Envelope> taken = new ArrayList<>(this.waiting);
		Node first = this.head;
		this.head = null;
		this.tail = null;
		this.waiting = 0;
		for (Node node = first; node != null; node = node.next) {
			if (!(node.envelope instanceof InstanceTimer)) {
				taken.add(node.envelope);
			}
			else if (leavesTicks) {
				add(node.envelope);
			}
		}
		return taken;
	}

	private static final class Node {

		private final Envelope envelope;

		private @Nullable Node next;

		private Node(Envelope envelope) {
			this.envelope = envelope;
		}

	}

}
