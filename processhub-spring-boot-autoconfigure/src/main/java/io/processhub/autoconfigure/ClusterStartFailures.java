/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.net.BindException;

import org.springframework.core.NestedExceptionUtils;

import io.processhub.cluster.ClusterSettings;

/**
 * Finds the property behind a failure to start a member.
 */
final class ClusterStartFailures {

	private ClusterStartFailures() {
	}

	static RuntimeException translate(RuntimeException failure, ClusterSettings settings) {
		if (NestedExceptionUtils.getMostSpecificCause(failure) instanceof BindException) {
			int last = settings.portAutoIncrement() ? settings.port() + settings.portCount() - 1 : settings.port();
			return new ClusterPortInUseException(settings.port(), last, failure);
		}
		if (failure instanceof IllegalArgumentException) {
			return new InvalidHubPropertyException("processhub.cluster",
					"The properties under 'processhub.cluster' contradict each other: %s."
						.formatted(failure.getMessage()),
					"Correct them.", failure);
		}
		if (String.valueOf(failure.getMessage()).contains("No matching network interface")) {
			return new InvalidHubPropertyException("processhub.cluster.interface",
					"This machine has no network interface with the address '%s' that the property '%s' asks for."
						.formatted(settings.networkInterface(), "processhub.cluster.interface"),
					"Use an address of this machine, which may have wildcards such as 10.3.*.*.", failure);
		}
		return failure;
	}

}
