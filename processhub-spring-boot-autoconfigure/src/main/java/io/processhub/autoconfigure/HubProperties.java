/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.processhub.RestartPolicy;
import io.processhub.strategy.RedundancySignal;
import io.processhub.strategy.ReplicationModel;

/**
 * Properties of one hub.
 *
 * @param primary Whether this is the hub that is meant where none is named.
 * @param callTimeout How long a call waits for its answer unless the caller says
 * otherwise.
 * @param discoveryInterval How often the nodes announce themselves to each other again.
 * @param purgeInterval How long a removed process is remembered, so that late news of it
 * are known to be old.
 * @param migrationBaseTimeout How long the move of a batch of processes may take.
 * @param deadlockRecoveryTimeout How long the hub waits for the directory, or for a
 * migration strategy to take its next step, before it warns and goes on without that.
 * @param maxConcurrentMigrations Number of processes that may be on the move from this
 * node at the same time.
 * @param maxConcurrentStarts Number of processes that may be in the middle of their start
 * on this node at the same time.
 * @param mailboxCapacity Number of messages that may wait for one process.
 * @param supervisor How processes are restarted and stopped.
 * @param processes Processes that are started with the hub.
 * @param distribution Which nodes processes run on.
 * @param redundancy How many instances a process has.
 * @param migration In which steps processes move.
 * @param synchronization How changes reach the other nodes.
 * @param partitionTolerance What happens when the cluster is split.
 * @since 0.1.0
 */
@ConfigurationPropertiesSource
public record HubProperties(@DefaultValue("false") boolean primary, @DefaultValue("5s") Duration callTimeout,
		@DefaultValue("10s") Duration discoveryInterval, @DefaultValue("15s") Duration purgeInterval,
		@DefaultValue("15s") Duration migrationBaseTimeout, @DefaultValue("60s") Duration deadlockRecoveryTimeout,
		@DefaultValue("2048") int maxConcurrentMigrations, @DefaultValue("16") int maxConcurrentStarts,
		@DefaultValue("10000") int mailboxCapacity,
		@NestedConfigurationProperty @DefaultValue SupervisorProperties supervisor,
		@DefaultValue List<StaticProcess> processes, @DefaultValue Distribution distribution,
		@DefaultValue Redundancy redundancy, @DefaultValue Migration migration,
		@DefaultValue Synchronization synchronization, @DefaultValue PartitionTolerance partitionTolerance) {

	/**
	 * A process that is started with the hub.
	 *
	 * @param id Id of the process.
	 * @param type Process type, as its HubProcess annotation or its bean name says.
	 * @param argument Argument of the process, bound to the class that its type names, or
	 * else as it is written.
	 * @param tag Tag to find the process by. By default what its type says.
	 * @param metadata String pairs that describe the process.
	 * @param restart When the process is restarted after it ended. By default what its
	 * type says.
	 * @param shutdownTimeout How long the process may take to stop. By default what its
	 * type says.
	 * @param nodes Names of the nodes that the process runs on, for the distribution
	 * strategy 'guided'.
	 */
	@ConfigurationPropertiesSource
	public record StaticProcess(@Nullable String id, @Nullable String type, @Nullable RawArgument argument,
			@Nullable String tag, @DefaultValue Map<String, String> metadata, @Nullable RestartPolicy restart,
			@Nullable Duration shutdownTimeout, @DefaultValue List<String> nodes) {
	}

	/**
	 * Which nodes processes run on.
	 *
	 * @param strategy Name of the strategy, or of a bean that is one.
	 * @param properties Properties of a strategy of your own, for those that have any.
	 * @param virtualNodes Number of points that a node has on the ring of
	 * 'consistent-hashing' and 'sticky'.
	 * @param pushInterval How often each node says how loaded it is in 'load-balanced'.
	 * @param maxHistorySize Number of these reports that are kept of each node in
	 * 'load-balanced'.
	 * @param weightDecayFactor How much a report counts in 'load-balanced', compared to
	 * the one after it.
	 */
	public record Distribution(@DefaultValue("consistent-hashing") String strategy,
			@DefaultValue Map<String, String> properties, @DefaultValue("2048") int virtualNodes,
			@DefaultValue("10s") Duration pushInterval, @DefaultValue("30") int maxHistorySize,
			@DefaultValue("0.9") double weightDecayFactor) {
	}

	/**
	 * How many instances a process has.
	 *
	 * @param strategy Name of the strategy, or of a bean that is one.
	 * @param properties Properties of a strategy of your own, for those that have any.
	 * @param replicationFactor Number of instances of each process in 'replication', or
	 * 'cluster-size' for one on every node.
	 * @param replicationModel Which instances do the work in 'replication'.
	 * @param redundancySignal Which roles instances that are RoleAware are told of in
	 * 'replication'.
	 */
	public record Redundancy(@DefaultValue("singularity") String strategy, @DefaultValue Map<String, String> properties,
			@DefaultValue("2") String replicationFactor,
			@DefaultValue("active-active") ReplicationModel replicationModel,
			@DefaultValue("none") RedundancySignal redundancySignal) {
	}

	/**
	 * In which steps processes move.
	 *
	 * @param strategy Name of the strategy, or of a bean that is one.
	 * @param properties Properties of a strategy of your own, for those that have any.
	 * @param handover Whether in 'hot-swap' the new instance gets the state of the old
	 * one.
	 * @param retention How long in 'hot-swap' what is left of the old instance is kept
	 * after the switch, in case the new one fails.
	 * @param confirmHandover Whether in 'hot-swap' the old instance is let go only when
	 * the other node has confirmed that the new one runs with its state. Needs
	 * 'handover'.
	 * @param handoverDataWait How long in 'hot-swap' the new instance waits for the state
	 * of the old one before the move is given up and the old one goes on. Needs
	 * 'handover'.
	 * @param childMigrationTimeout How long in 'hot-swap' the move of a process may take
	 * before it is given up and the old instance goes on.
	 */
	public record Migration(@DefaultValue("cold-swap") String strategy, @DefaultValue Map<String, String> properties,
			@DefaultValue("false") boolean handover, @DefaultValue("5s") Duration retention,
			@DefaultValue("false") boolean confirmHandover, @DefaultValue("3s") Duration handoverDataWait,
			@DefaultValue("10s") Duration childMigrationTimeout) {
	}

	/**
	 * How changes reach the other nodes.
	 *
	 * @param strategy Name of the strategy, or of a bean that is one.
	 * @param properties Properties of a strategy of your own, for those that have any.
	 * @param syncInterval How often the nodes compare what they know.
	 * @param recipients Number of nodes that each node tells in 'gossip'.
	 * @param restrictedInit Whether in 'gossip' only the holder of each part of the
	 * directory begins to compare, rather than every node for itself as well.
	 */
	public record Synchronization(@DefaultValue("pubsub") String strategy, @DefaultValue Map<String, String> properties,
			@DefaultValue("15s") Duration syncInterval, @DefaultValue("3") int recipients,
			@DefaultValue("true") boolean restrictedInit) {
	}

	/**
	 * What happens when the cluster is split.
	 *
	 * @param strategy Name of the strategy, or of a bean that is one.
	 * @param properties Properties of a strategy of your own, for those that have any.
	 * @param quorumSize Number of nodes that 'static-quorum' needs, or percentage of the
	 * nodes that 'dynamic-quorum' needs. By default there is none, and these strategies
	 * demand one.
	 * @param startupConfirm Whether 'static-quorum' needs its nodes at the start as well,
	 * rather than only once nodes have been lost.
	 * @param thresholdTime How close together losses of nodes are to count as one for
	 * 'dynamic-quorum'.
	 * @param initialClusterSize Number of nodes that the cluster has at least for
	 * 'majority-quorum'.
	 * @param trackMaxSize Whether the greatest number of nodes that were there at a time
	 * counts for 'majority-quorum'.
	 */
	public record PartitionTolerance(@DefaultValue("divergence") String strategy,
			@DefaultValue Map<String, String> properties, @Nullable Integer quorumSize,
			@DefaultValue("false") boolean startupConfirm, @DefaultValue("30s") Duration thresholdTime,
			@DefaultValue("1") int initialClusterSize, @DefaultValue("true") boolean trackMaxSize) {
	}

}
