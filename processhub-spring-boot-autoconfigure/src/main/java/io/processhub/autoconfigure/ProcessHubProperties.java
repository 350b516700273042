/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties for the hubs of an application.
 *
 * @param enabled Whether hubs are made.
 * @param nodeName Readable name of this node, stable across restarts. By default its
 * address in the cluster.
 * @param cluster Membership of this node in the cluster.
 * @param executor Threads that processes run on.
 * @param hubs Hubs by id. By default one hub with the id 'default'.
 * @since 0.1.0
 */
@ConfigurationProperties(prefix = ProcessHubProperties.PREFIX, ignoreUnknownFields = false)
public record ProcessHubProperties(@DefaultValue("true") boolean enabled, @Nullable String nodeName,
		@NestedConfigurationProperty @DefaultValue ClusterProperties cluster,
		@NestedConfigurationProperty @DefaultValue ExecutorProperties executor,
		@DefaultValue Map<String, HubProperties> hubs) {

	static final String PREFIX = "processhub";

}
