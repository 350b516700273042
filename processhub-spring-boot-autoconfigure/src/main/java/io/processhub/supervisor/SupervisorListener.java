/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.util.List;

/**
 * Told what becomes of the processes of a supervisor without having been ordered. Called
 * on worker threads; must not block.
 *
 * @since 0.1.0
 */
public interface SupervisorListener {

	/**
	 * A process was restarted after a crash, or after a normal end if it is permanent.
	 * @param id the process id
	 * @param epoch the epoch of its assignment
	 * @param restarts how often it was restarted so far
	 */
	void restarted(String id, long epoch, int restarts);

	/**
	 * A process came to its end and is not restarted. It is not in the supervisor any
	 * more.
	 * @param id the process id
	 * @param epoch the epoch of its assignment
	 */
	void ended(String id, long epoch);

	/**
	 * A process was given up: it crashed more often than allowed. It is not in the
	 * supervisor any more.
	 * @param id the process id
	 * @param epoch the epoch of its assignment
	 * @param restarts how often it was restarted so far
	 */
	void failed(String id, long epoch, int restarts);

	/**
	 * Messages were waiting for a process that was stopped because it runs elsewhere now,
	 * or will.
	 * @param id the process id
	 * @param messages the messages, in their order, which are the listener's from now on
	 */
	void displaced(String id, List<Envelope> messages);

	/**
	 * An instance was stopped that another has taken the place of, and its state can be
	 * united with that one's. It is among the states that are left.
	 * @param id the process id
	 * @see ProcessSupervisor#leftStates()
	 */
	void leftState(String id);

	/**
	 * The node stood still for a while. No message is handled until
	 * {@link ProcessSupervisor#recover} is called.
	 */
	void stalled();

}
