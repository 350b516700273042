/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.process;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.processhub.HubNode;
import io.processhub.ProcessReference;
import io.processhub.ProcessRole;

/**
 * What an instance of a process knows about itself, and what it can ask of its hub.
 * <p>
 * A context belongs to one instance. It may be used from any thread; once the instance
 * has stopped, timers are not started any more and {@link #stop()} does nothing.
 *
 * @since 0.1.0
 */
public interface ProcessContext {

	/**
	 * Return the id of the process.
	 * @return the id
	 */
	String id();

	/**
	 * Return the type of the process.
	 * @return the type
	 */
	String type();

	/**
	 * Return the id of the hub.
	 * @return the hub id
	 */
	String hub();

	/**
	 * Return the node that the instance runs on.
	 * @return the local node
	 */
	HubNode node();

	/**
	 * Return the argument that the process was started with.
	 * @return the argument, or {@code null} if there is none
	 */
	@Nullable Object argument();

	/**
	 * Return the argument that the process was started with.
	 * @param <T> the type of the argument
	 * @param type the type of the argument
	 * @return the argument
	 * @throws IllegalStateException if there is no argument, or one of another type
	 */
	<T> T argument(Class<T> type);

	/**
	 * Return the tag of the process.
	 * @return the tag, or {@code null} if there is none
	 */
	@Nullable String tag();

	/**
	 * Return the metadata that the instance was started with.
	 * @return the string pairs
	 */
	Map<String, String> metadata();

	/**
	 * Return the epoch of the instance: the fencing token, which grows each time the
	 * process is activated somewhere.
	 * @return the epoch
	 */
	long epoch();

	/**
	 * Return the role of the instance among the replicas of the process.
	 * @return the role
	 */
	ProcessRole role();

	/**
	 * Return a reference to the process, which may be handed to others.
	 * @return the reference
	 */
	ProcessReference self();

	/**
	 * End this process normally once the current handler has returned, as if it had come
	 * to its end by itself: a {@link io.processhub.RestartPolicy#PERMANENT permanent}
	 * process is restarted, any other is removed.
	 */
	void stop();

	/**
	 * Deliver a message to this instance once, after a delay.
	 * @param delay the delay
	 * @param message the message, which goes to the handler for its type
	 * @return the timer
	 * @throws IllegalStateException if this instance has 10,000 timers already
	 */
	ProcessTimer scheduleOnce(Duration delay, Object message);

	/**
	 * Deliver a message to this instance at a fixed rate. A tick that is due while the
	 * one before still waits in the mailbox is left out.
	 * @param initialDelay the time to the first delivery
	 * @param period the time between two deliveries, a millisecond at least
	 * @param message the message, which goes to the handler for its type
	 * @return the timer
	 * @throws IllegalStateException if this instance has 10,000 timers already
	 */
	ProcessTimer scheduleAtFixedRate(Duration initialDelay, Duration period, Object message);

	/**
	 * Deliver a message to this instance again and again, with a fixed delay between the
	 * end of one handling and the next delivery.
	 * @param initialDelay the time to the first delivery
	 * @param delay the time between the end of one handling and the next delivery, a
	 * millisecond at least
	 * @param message the message, which goes to the handler for its type
	 * @return the timer
	 * @throws IllegalStateException if this instance has 10,000 timers already
	 */
	ProcessTimer scheduleWithFixedDelay(Duration initialDelay, Duration delay, Object message);

}
