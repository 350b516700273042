/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import io.processhub.context.HubConfigurationException;

/**
 * Thrown at startup when the Hazelcast instance of the application is a client.
 *
 * @since 0.1.0
 */
public class HazelcastClientException extends HubConfigurationException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new {@code HazelcastClientException}.
	 * @param instanceName the name of the instance
	 */
	public HazelcastClientException(String instanceName) {
		super("",
				"The Hazelcast instance '%s' is a client, but processes can run only on a member of the cluster."
					.formatted(instanceName),
				"Make the HazelcastInstance bean a member, or remove it, and hubs start a member of their own.", null);
	}

}
