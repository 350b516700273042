/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import io.processhub.process.ProcessContext;

import static org.mockito.Mockito.mock;

/**
 * Lets an instance handle a message as a supervisor would.
 */
public final class TestHandling {

	private TestHandling() {
	}

	public static Object handle(ProcessType type, Object instance, Object message) throws Throwable {
		return type.handlers().find("test", message).handle(instance, message, mock(ProcessContext.class));
	}

}
