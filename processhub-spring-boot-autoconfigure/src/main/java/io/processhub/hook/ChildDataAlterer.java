/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.hook;

/**
 * Alters processes just before they are started. May be a bean, or be registered with a
 * hub at run time, under {@link HookKey#CHILD_DATA_ALTER}.
 * <p>
 * Called on a worker thread of the node that {@code start} is called on, once for each
 * process, and the start waits for it; one alterer is given what the one before has made.
 * If it throws, or takes longer than a second, that is logged and counted, and the
 * process is started as if it were not there.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChildDataAlterer {

	/**
	 * Alter a process.
	 * @param data what is to be started, and where
	 * @return what is to be started instead, or the same; with the same process id
	 * @throws Exception if the alterer fails
	 */
	ChildDataAlter alter(ChildDataAlter data) throws Exception;

	/**
	 * Return the priority of a bean: those with a lower one are called first.
	 * @return the priority
	 */
	default int priority() {
		return HookHandler.DEFAULT_PRIORITY;
	}

}
