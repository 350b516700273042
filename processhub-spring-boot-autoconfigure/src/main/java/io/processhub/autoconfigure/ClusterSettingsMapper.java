/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import io.processhub.cluster.ClusterSettings;

/**
 * Checks the properties of the cluster, and makes settings of them.
 */
final class ClusterSettingsMapper {

	private static final String PREFIX = "processhub.cluster.";

	private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

	private ClusterSettingsMapper() {
	}

	static ClusterSettings map(ClusterProperties properties, @Nullable String nodeName,
			Collection<String> applicationPackages) {
		Checks.hasText(PREFIX + "name", properties.name());
		Checks.between(PREFIX + "port", properties.port(), 1, 65_535);
		Checks.atLeast(PREFIX + "port-count", properties.portCount(), 1);
		Checks.between(PREFIX + "backup-count", properties.backupCount(), 0, 6);
		for (int i = 0; i < properties.members().size(); i++) {
			member(PREFIX + "members[" + i + "]", properties.members().get(i));
		}
		return new ClusterSettings(properties.name(), properties.port(), properties.portAutoIncrement(),
				properties.portCount(), properties.networkInterface(), properties.members(), properties.discovery(),
				detection(properties.failureDetection()), nodeName,
				allowed(properties.deserialization(), applicationPackages), properties.backupCount(),
				threads(properties.threads()));
	}

	private static void member(String property, String member) {
		int colon = member.lastIndexOf(':');
		boolean hasPort = colon > 0 && (member.indexOf(':') == colon || member.charAt(colon - 1) == ']');
		if (!StringUtils.hasText(member) || (hasPort && !PORT.matcher(member.substring(colon + 1)).matches())) {
			throw new InvalidHubPropertyException(property, member,
					"Use a name or an address, with a port or without, such as 10.0.0.11 or node-1:5701.");
		}
	}

	private static ClusterSettings.Detection detection(ClusterProperties.Detection properties) {
		String prefix = PREFIX + "failure-detection.";
		Checks.positive(prefix + "heartbeat-interval", properties.heartbeatInterval());
		Checks.positive(prefix + "max-no-heartbeat", properties.maxNoHeartbeat());
		Checks.positive(prefix + "connection-monitor-interval", properties.connectionMonitorInterval());
		Checks.atLeast(prefix + "connection-monitor-max-faults", properties.connectionMonitorMaxFaults(), 0);
		Checks.positive(prefix + "merge-first-run-delay", properties.mergeFirstRunDelay());
		Checks.positive(prefix + "merge-next-run-delay", properties.mergeNextRunDelay());
		ClusterSettings.Detection detection = ClusterSettings.Detection.of(properties.preset(),
				properties.heartbeatInterval(), properties.maxNoHeartbeat(), properties.connectionMonitorInterval(),
				properties.connectionMonitorMaxFaults(), properties.mergeFirstRunDelay(),
				properties.mergeNextRunDelay());
		if (detection.maxNoHeartbeat().compareTo(detection.heartbeatInterval()) <= 0) {
			throw new InvalidHubPropertyException(prefix + "max-no-heartbeat",
					"The property '%1$smax-no-heartbeat' is not longer than '%1$sheartbeat-interval'."
						.formatted(prefix),
					"Make it several times as long.", null);
		}
		return detection;
	}

	private static ClusterSettings.Threads threads(ClusterProperties.Threads properties) {
		String prefix = PREFIX + "threads.";
		Checks.atLeast(prefix + "control", properties.control(), 1);
		Checks.atLeast(prefix + "messages", properties.messages(), 1);
		Checks.atLeast(prefix + "io", properties.io(), 1);
		Checks.atLeast(prefix + "operations", properties.operations(), 1);
		Checks.atLeast(prefix + "generic", properties.generic(), 1);
		return new ClusterSettings.Threads(properties.control(), properties.messages(), properties.io(),
				properties.operations(), properties.generic());
	}

	private static List<String> allowed(ClusterProperties.Deserialization properties,
			Collection<String> applicationPackages) {
		List<String> prefixes = new ArrayList<>();
		applicationPackages.forEach((name) -> prefixes.add(prefix(name)));
		properties.allowedPackages().forEach((name) -> prefixes.add(prefix(name)));
		return prefixes;
	}

	private static String prefix(String packageName) {
		return packageName.endsWith(".") ? packageName : packageName + ".";
	}

}
