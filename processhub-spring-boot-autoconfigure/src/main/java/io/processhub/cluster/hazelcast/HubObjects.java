/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.List;

import com.hazelcast.config.Config;
import com.hazelcast.config.ExecutorConfig;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.ReplicatedMapConfig;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.processhub.cluster.ClusterSettings.Threads;
import io.processhub.cluster.Lane;

/**
 * The distributed objects of a hub, and how they are configured.
 */
final class HubObjects {

	private static final Log logger = LogFactory.getLog(HubObjects.class);

	private static final String PREFIX = "processhub.";

	private HubObjects() {
	}

	static String directory(String hub) {
		return PREFIX + hub + ".directory";
	}

	static String executor(String hub, Lane lane) {
		return PREFIX + hub + switch (lane) {
			case CONTROL -> ".control";
			case MESSAGE -> ".messages";
			case REPLY -> ".replies";
		};
	}

	static String inbox(String hub) {
		return PREFIX + hub + ".inbox";
	}

	static String news(String hub) {
		return PREFIX + hub + ".news";
	}

	/**
	 * Return the configuration of the map that news are laid out in. What the smaller
	 * side of a split has laid out is of no use to the other.
	 */
	static ReplicatedMapConfig newsConfig(String hub) {
		ReplicatedMapConfig config = new ReplicatedMapConfig(news(hub)).setAsyncFillup(true)
			.setInMemoryFormat(InMemoryFormat.OBJECT)
			.setStatisticsEnabled(false);
		config.getMergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName());
		return config;
	}

	static MapConfig directoryConfig(String hub, int backupCount) {
		MapConfig config = new MapConfig(directory(hub)).setInMemoryFormat(InMemoryFormat.OBJECT)
			.setBackupCount(backupCount)
			.setStatisticsEnabled(false)
			.setPerEntryStatsEnabled(false);
		config.getMergePolicyConfig().setPolicy(SlotMergePolicy.class.getName()).setBatchSize(10);
		return config;
	}

	static List<ExecutorConfig> executorConfigs(String hub, int control, int messages) {
		return List.of(executorConfig(hub, Lane.CONTROL, control), executorConfig(hub, Lane.MESSAGE, messages),
				executorConfig(hub, Lane.REPLY, 2));
	}

	private static ExecutorConfig executorConfig(String hub, Lane lane, int poolSize) {
		return new ExecutorConfig(executor(hub, lane), poolSize).setQueueCapacity(10_000).setStatisticsEnabled(false);
	}

	/**
	 * Add the configuration of a hub to a live member, unless the application, or
	 * {@link HazelcastClusterConfig}, already has one that fits by its name.
	 * @param config the configuration of the live member
	 * @param hub the hub id
	 */
	static void configure(Config config, String hub) {
		MapConfig directory = config.findMapConfig(directory(hub));
		if (directory.getName().equals("default")) {
			config.addMapConfig(directoryConfig(hub, MapConfig.DEFAULT_BACKUP_COUNT));
		}
		else if (!directory.getMergePolicyConfig().getPolicy().equals(SlotMergePolicy.class.getName())) {
			logger.warn("Directory of hub '" + hub + "' is configured by the map configuration '" + directory.getName()
					+ "', which is not made for it: use a narrower name there");
		}
		Threads threads = Threads.defaults();
		for (ExecutorConfig executor : executorConfigs(hub, threads.control(), threads.messages())) {
			if (config.findExecutorConfig(executor.getName()).getName().equals("default")) {
				config.addExecutorConfig(executor);
			}
		}
	}

	/**
	 * Add the configuration of the map that news are laid out in to a live member, unless
	 * it has one that fits by its name.
	 * @param config the configuration of the live member
	 * @param hub the hub id
	 */
	static void configureNews(Config config, String hub) {
		if (config.findReplicatedMapConfig(news(hub)).getName().equals("default")) {
			config.addReplicatedMapConfig(newsConfig(hub));
		}
	}

}
