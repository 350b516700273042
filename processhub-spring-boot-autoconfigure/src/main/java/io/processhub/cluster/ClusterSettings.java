/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How this node is a member of the cluster, when the cluster is ours to set up.
 *
 * @param name the name of the cluster: members of other names are never joined
 * @param port the port, or the first of the ports to try
 * @param portAutoIncrement whether the next port is tried when one is taken
 * @param portCount how many ports are tried; also how many are looked at on a host that
 * is listed without a port
 * @param networkInterface the address to bind to, which may have wildcards such as
 * {@code 10.3.*.*}; {@code null} is the loopback address, or any address if members are
 * found through Kubernetes or multicast
 * @param members the hosts to find others on, as {@code host} or {@code host:port}; if
 * there are none, the ports of the loopback address
 * @param discovery how members find each other
 * @param detection when a member is taken for dead
 * @param nodeName the readable name of this node, or {@code null} if it has none
 * @param deserializationAllowed the prefixes of the names of classes that may be
 * deserialized with Java serialization, beside those of the Java language
 * @param backupCount how many other members hold a copy of the directory
 * @param threads the sizes of thread pools
 * @since 0.1.0
 */
public record ClusterSettings(String name, int port, boolean portAutoIncrement, int portCount,
		@Nullable String networkInterface, List<String> members, Discovery discovery, Detection detection,
		@Nullable String nodeName, List<String> deserializationAllowed, int backupCount, Threads threads) {

	/**
	 * Create settings.
	 */
	public ClusterSettings {
		members = List.copyOf(members);
		deserializationAllowed = List.copyOf(deserializationAllowed);
	}

	/**
	 * Return the defaults.
	 * @return settings as they are when nothing is configured
	 */
	public static ClusterSettings defaults() {
		return new ClusterSettings("processhub", 5701, true, 20, null, List.of(), Discovery.TCP_IP,
				Detection.of(FailureDetection.BALANCED), null, List.of(), 1, Threads.defaults());
	}

	/**
	 * How members find each other.
	 */
	public enum Discovery {

		/**
		 * By a list of hosts.
		 */
		TCP_IP,

		/**
		 * By asking Kubernetes.
		 */
		KUBERNETES,

		/**
		 * By multicast.
		 */
		MULTICAST,

		/**
		 * Not at all: the node stays alone.
		 */
		NONE

	}

	/**
	 * Presets for when a member is taken for dead. A member that was killed closes its
	 * connections and refuses new ones; how often it must refuse is the connection
	 * monitor's part. A member that hangs, or whose machine or network is gone, is silent
	 * only; that is the heartbeat's part.
	 * <p>
	 * What a preset gains in speed it pays for in wrong verdicts: a living member that is
	 * taken for dead finds itself in a split, its processes are run elsewhere, and it
	 * comes back with the next merge.
	 */
	public enum FailureDetection {

		/**
		 * For one machine or one quiet network. The first refused connection is a death,
		 * and so are 4 seconds of silence: a pause for garbage collection, or a suspended
		 * virtual machine, that lasts longer makes a split.
		 */
		FAST(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofMillis(1), 0, Duration.ofSeconds(2),
				Duration.ofSeconds(2)),

		/**
		 * For one data center. A member must refuse three connections in about a tenth of
		 * a second, or be silent for 10 seconds.
		 */
		BALANCED(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMillis(30), 2, Duration.ofSeconds(3),
				Duration.ofSeconds(3)),

		/**
		 * For networks that lose connections now and then. A member must refuse
		 * connections for several seconds, or be silent for 60 seconds, and a healed
		 * split is looked for less often.
		 */
		WAN(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(1), 4, Duration.ofSeconds(30),
				Duration.ofSeconds(15));

		private final Duration heartbeatInterval;

		private final Duration maxNoHeartbeat;

		private final Duration connectionMonitorInterval;

		private final int connectionMonitorMaxFaults;

		private final Duration mergeFirstRunDelay;

		private final Duration mergeNextRunDelay;

		FailureDetection(Duration heartbeatInterval, Duration maxNoHeartbeat, Duration connectionMonitorInterval,
				int connectionMonitorMaxFaults, Duration mergeFirstRunDelay, Duration mergeNextRunDelay) {
			this.heartbeatInterval = heartbeatInterval;
			this.maxNoHeartbeat = maxNoHeartbeat;
			this.connectionMonitorInterval = connectionMonitorInterval;
			this.connectionMonitorMaxFaults = connectionMonitorMaxFaults;
			this.mergeFirstRunDelay = mergeFirstRunDelay;
			this.mergeNextRunDelay = mergeNextRunDelay;
		}

	}

	/**
	 * When a member is taken for dead.
	 *
	 * @param heartbeatInterval the time between two heartbeats, in whole seconds
	 * @param maxNoHeartbeat the silence after which a member is dead, in whole seconds
	 * @param connectionMonitorInterval the time within which several connection errors
	 * count as one
	 * @param connectionMonitorMaxFaults how many connection errors a member may have
	 * before it is dead
	 * @param mergeFirstRunDelay the time from the start until a healed split is looked
	 * for, in whole seconds
	 * @param mergeNextRunDelay the time between two such looks, in whole seconds
	 */
	public record Detection(Duration heartbeatInterval, Duration maxNoHeartbeat, Duration connectionMonitorInterval,
			int connectionMonitorMaxFaults, Duration mergeFirstRunDelay, Duration mergeNextRunDelay) {

		/**
		 * Return what a preset stands for.
		 * @param preset the preset
		 * @return its values
		 */
		public static Detection of(FailureDetection preset) {
			return of(preset, null, null, null, null, null, null);
		}

		/**
		 * Return what a preset stands for, with some of its values replaced.
		 * @param preset the preset
		 * @param heartbeatInterval the replacement, or {@code null} to keep the preset's
		 * @param maxNoHeartbeat the replacement, or {@code null}
		 * @param connectionMonitorInterval the replacement, or {@code null}
		 * @param connectionMonitorMaxFaults the replacement, or {@code null}
		 * @param mergeFirstRunDelay the replacement, or {@code null}
		 * @param mergeNextRunDelay the replacement, or {@code null}
		 * @return the values
		 */
		public static Detection of(FailureDetection preset, @Nullable Duration heartbeatInterval,
				@Nullable Duration maxNoHeartbeat, @Nullable Duration connectionMonitorInterval,
				@Nullable Integer connectionMonitorMaxFaults, @Nullable Duration mergeFirstRunDelay,
				@Nullable Duration mergeNextRunDelay) {
			return new Detection(or(heartbeatInterval, preset.heartbeatInterval),
					or(maxNoHeartbeat, preset.maxNoHeartbeat),
					or(connectionMonitorInterval, preset.connectionMonitorInterval),
					(connectionMonitorMaxFaults != null) ? connectionMonitorMaxFaults
							: preset.connectionMonitorMaxFaults,
					or(mergeFirstRunDelay, preset.mergeFirstRunDelay), or(mergeNextRunDelay, preset.mergeNextRunDelay));
		}

		private static Duration or(@Nullable Duration value, Duration preset) {
			return (value != null) ? value : preset;
		}

	}

	/**
	 * The sizes of thread pools.
	 *
	 * @param control how many threads handle what hubs send each other
	 * @param messages how many threads handle messages to processes
	 * @param io how many threads read, and how many write, or {@code null} for the
	 * cluster library's default
	 * @param operations how many threads carry out changes of the directory, or
	 * {@code null}
	 * @param generic how many threads carry out other operations, or {@code null}
	 */
	public record Threads(int control, int messages, @Nullable Integer io, @Nullable Integer operations,
			@Nullable Integer generic) {

		/**
		 * Return the defaults.
		 * @return sizes as they are when nothing is configured
		 */
		public static Threads defaults() {
			return new Threads(8, 8, null, null, null);
		}

	}

}
