/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperties;
import com.hazelcast.spi.properties.HazelcastProperty;

import io.processhub.cluster.Membership;
import io.processhub.cluster.Registration;

/**
 * The members of the cluster that an instance is in, by their UUIDs. When a split heals,
 * members of the smaller side come back with new ones, the local member too.
 */
final class InstanceMembership implements Membership {

	private final HazelcastInstance instance;

	private final Cluster cluster;

	/**
	 * The name of the local member, which every message asks for.
	 */
	private volatile Name local;

	/**
	 * The names of all members, which most messages ask for.
	 */
	private volatile Names all = new Names(Set.of(), List.of());

	InstanceMembership(HazelcastInstance instance) {
		this.instance = instance;
		this.cluster = instance.getCluster();
		this.local = Name.of(localUuid());
	}

	private UUID localUuid() {
		return this.cluster.getLocalMember().getUuid();
	}

	@Override
	public String local() {
		UUID uuid = localUuid();
		Name name = this.local;
		if (!name.uuid().equals(uuid)) {
			name = Name.of(uuid);
			this.local = name;
		}
		return name.text();
	}

	@Override
	public List<String> members() {
		Set<Member> members = this.cluster.getMembers();
		Names names = this.all;
		// Hazelcast makes a new set when a member comes or goes
		if (names.members() != members) {
			names = new Names(members, members.stream().map((member) -> member.getUuid().toString()).toList());
			this.all = names;
		}
		return names.texts();
	}

	@Override
	public String address(String member) {
		for (Member each : this.cluster.getMembers()) {
			if (each.getUuid().toString().equals(member)) {
				Address address = each.getAddress();
				return address.getHost() + ":" + address.getPort();
			}
		}
		return member;
	}

	@Override
	public Duration heartbeatInterval() {
		return time(ClusterProperty.HEARTBEAT_INTERVAL_SECONDS);
	}

	@Override
	public Duration maxSilence() {
		return time(ClusterProperty.MAX_NO_HEARTBEAT_SECONDS);
	}

	private Duration time(HazelcastProperty property) {
		long millis = new HazelcastProperties(this.instance.getConfig()).getMillis(property);
		// As Hazelcast has it for its heartbeats
		return (millis > 0) ? Duration.ofMillis(millis) : Duration.ofSeconds(1);
	}

	@Override
	public Registration listen(Runnable listener) {
		UUID members = this.cluster.addMembershipListener(new MembershipListener() {

			@Override
			public void memberAdded(MembershipEvent event) {
				listener.run();
			}

			@Override
			public void memberRemoved(MembershipEvent event) {
				listener.run();
			}

		});
		UUID lifecycle = this.instance.getLifecycleService().addLifecycleListener((event) -> {
			if (event.getState() == LifecycleState.MERGED || event.getState() == LifecycleState.MERGE_FAILED) {
				listener.run();
			}
		});
		return () -> {
			try {
				this.cluster.removeMembershipListener(members);
				this.instance.getLifecycleService().removeLifecycleListener(lifecycle);
			}
			catch (HazelcastInstanceNotActiveException ex) {
				// The listeners went with the instance
			}
		};
	}

	/**
	 * A UUID and how it is written, which takes time to make.
	 */
	private record Name(UUID uuid, String text) {

		static Name of(UUID uuid) {
			return new Name(uuid, uuid.toString());
		}

	}

	/**
	 * Members and their names.
	 */
	private record Names(Set<Member> members, List<String> texts) {

	}

}
