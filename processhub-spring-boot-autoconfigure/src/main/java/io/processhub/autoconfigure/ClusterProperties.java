/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

import io.processhub.cluster.ClusterSettings.Discovery;
import io.processhub.cluster.ClusterSettings.FailureDetection;

/**
 * Properties of the membership in the cluster. They are of no use if the application has
 * a Hazelcast instance of its own.
 *
 * @param name Name of the cluster. Members of clusters with other names are never joined.
 * @param port Port of this member, or the first of the ports to try.
 * @param portAutoIncrement Whether the next port is tried when one is taken.
 * @param portCount Number of ports that are tried, and that are looked at on a host that
 * is listed without a port.
 * @param networkInterface Address to bind to, which may have wildcards such as
 * '10.3.*.*'. By default the loopback address, or any address if members are found
 * through Kubernetes or multicast.
 * @param members Hosts to find other members on, as 'host' or 'host:port'. A name may
 * stand for several addresses. By default the ports of the loopback address.
 * @param discovery How members find each other.
 * @param failureDetection When a member is taken for dead.
 * @param deserialization What may be deserialized with Java serialization.
 * @param backupCount Number of other members that hold a copy of what is known of each
 * process.
 * @param threads Sizes of the thread pools of the member.
 * @since 0.1.0
 */
public record ClusterProperties(@DefaultValue("processhub") String name, @DefaultValue("5701") int port,
		@DefaultValue("true") boolean portAutoIncrement, @DefaultValue("20") int portCount,
		@Name("interface") @Nullable String networkInterface, @DefaultValue List<String> members,
		@DefaultValue("tcp-ip") Discovery discovery, @DefaultValue Detection failureDetection,
		@DefaultValue Deserialization deserialization, @DefaultValue("1") int backupCount,
		@DefaultValue Threads threads) {

	/**
	 * When a member is taken for dead.
	 *
	 * @param preset Preset that all values come from which are not set.
	 * @param heartbeatInterval Time between two heartbeats, in whole seconds. By default
	 * what the preset says.
	 * @param maxNoHeartbeat Silence after which a member is dead, in whole seconds. By
	 * default what the preset says.
	 * @param connectionMonitorInterval Time within which several connection errors count
	 * as one. By default what the preset says.
	 * @param connectionMonitorMaxFaults Number of connection errors that a member may
	 * have before it is dead. By default what the preset says.
	 * @param mergeFirstRunDelay Time from the start until a healed split is looked for,
	 * in whole seconds. By default what the preset says.
	 * @param mergeNextRunDelay Time between two looks for a healed split, in whole
	 * seconds. By default what the preset says.
	 */
	public record Detection(@DefaultValue("balanced") FailureDetection preset, @Nullable Duration heartbeatInterval,
			@Nullable Duration maxNoHeartbeat, @Nullable Duration connectionMonitorInterval,
			@Nullable Integer connectionMonitorMaxFaults, @Nullable Duration mergeFirstRunDelay,
			@Nullable Duration mergeNextRunDelay) {
	}

	/**
	 * What may be deserialized with Java serialization.
	 *
	 * @param allowedPackages Packages whose classes may be deserialized with Java
	 * serialization, beside those of the application and the basic ones of the JDK.
	 */
	public record Deserialization(@DefaultValue List<String> allowedPackages) {
	}

	/**
	 * Sizes of the thread pools of the member.
	 *
	 * @param control Number of threads that handle what hubs send each other.
	 * @param messages Number of threads that handle messages to processes.
	 * @param io Number of threads that read, and that write. By default what Hazelcast
	 * says.
	 * @param operations Number of threads that carry out changes of what is known of
	 * processes. By default what Hazelcast says.
	 * @param generic Number of threads that carry out other operations. By default what
	 * Hazelcast says.
	 */
	public record Threads(@DefaultValue("8") int control, @DefaultValue("8") int messages, @Nullable Integer io,
			@Nullable Integer operations, @Nullable Integer generic) {
	}

}
