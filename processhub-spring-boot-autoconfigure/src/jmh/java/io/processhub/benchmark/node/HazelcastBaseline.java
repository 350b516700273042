/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.node;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.internal.networking.Channel;
import com.hazelcast.internal.server.tcp.TcpServerConnection;
import com.hazelcast.map.IMap;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

import org.springframework.boot.hazelcast.autoconfigure.HazelcastConfigCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;


/**
 * The same instance of Hazelcast without a hub in between, for comparison.
 */
@Component
class HazelcastBaseline {

	private static final int FACTORY = 1000;

	private static final int THREADS = 8;

	private static final int KEYS = 1000;

	private static final String NAME = "benchmark";

	private final HazelcastInstance instance;

	HazelcastBaseline(HazelcastInstance instance) {
		this.instance = instance;
	}

	@Bean
	static HazelcastConfigCustomizer baselineCustomizer() {
		return (config) -> {
			config.getSerializationConfig().addDataSerializableFactory(FACTORY, (type) -> new Task());
			// As many threads as the hub has for messages
			config.getExecutorConfig(NAME).setPoolSize(THREADS).setStatisticsEnabled(false);
			config.getMapConfig(NAME).setStatisticsEnabled(false);
		};
	}

	/**
	 * Return what submits a trivial task and waits for its answer.
	 * @param local whether the task goes to this member
	 * @return the action
	 */
	IntConsumer task(boolean local) {
		IExecutorService executor = this.instance.getExecutorService(NAME);
		Member self = this.instance.getCluster().getLocalMember();
		Member target = this.instance.getCluster()
			.getMembers()
			.stream()
			.filter((member) -> member.equals(self) == local)
			.findFirst()
			.orElseThrow();
		return (index) -> {
			try {
				executor.submitToMember(new Task(), target).get();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException(ex.getCause());
			}
		};
	}

	IMap<Integer, Long> map() {
		return this.instance.getMap(NAME);
	}

	/**
	 * Fill the map.
	 * @return keys whose partitions are on other members
	 */
	int[] remoteKeys() {
		Member self = this.instance.getCluster().getLocalMember();
		IMap<Integer, Long> map = map();
		return IntStream.range(0, KEYS)
			.filter((key) -> !self.equals(this.instance.getPartitionService().getPartition(key).getOwner()))
			.peek((key) -> map.set(key, (long) key))
			.toArray();
	}

	Traffic traffic() {
		long sent = 0;
		long received = 0;
		for (Object connection : ((HazelcastInstanceProxy) this.instance).getOriginal().node.getServer()
			.getConnections()) {
			Channel channel = ((TcpServerConnection) connection).getChannel();
			sent += channel.bytesWritten();
			received += channel.bytesRead();
		}
		return new Traffic(System.nanoTime(), sent, received);
	}

	/**
	 * Does nothing.
	 */
	static final class Task implements Callable<Long>, IdentifiedDataSerializable {

		@Override
		public Long call() {
			return 1L;
		}

		@Override
		public int getFactoryId() {
			return FACTORY;
		}

		@Override
		public int getClassId() {
			return 1;
		}

		@Override
		public void writeData(ObjectDataOutput out) {
			// There is nothing to write
		}

		@Override
		public void readData(ObjectDataInput in) {
			// There is nothing to read
		}

	}

}
