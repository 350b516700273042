/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

import io.processhub.context.HubConfigurationException;

/**
 * Prints what a {@link HubConfigurationException} says.
 */
@Order(0)
class HubConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<HubConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, HubConfigurationException cause) {
		return new FailureAnalysis(cause.getDescription(), cause.getAction(), cause);
	}

}
