/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.process;

import io.processhub.ProcessRole;

/**
 * Implemented by processes that want to know their role among the replicas. They are told
 * of those roles that the property `redundancy.redundancy-signal` of the hub names.
 *
 * @since 0.1.0
 */
public interface RoleAware {

	/**
	 * The instance has a role now. Called once when it has started, after
	 * {@link ProcessLifecycle#started}, and once whenever its role has changed, before
	 * the first message that is handled in the new role; on a worker thread, and never
	 * while a handler runs. An exception is a crash of the process.
	 * @param role the role
	 */
	void roleChanged(ProcessRole role);

}
