/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.core;

import io.processhub.ProcessHubOperations;
import io.processhub.engine.HubEngine;

/**
 * The operations of a hub, as an application uses them.
 *
 * @since 0.1.0
 */
public abstract class ProcessHubTemplate implements ProcessHubOperations {

	/**
	 * Create a template.
	 * @param engine the hub
	 */
	public ProcessHubTemplate(HubEngine engine) {
	}

}
