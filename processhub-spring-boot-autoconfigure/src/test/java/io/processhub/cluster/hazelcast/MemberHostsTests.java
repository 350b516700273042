/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.hazelcast.cluster.Address;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MemberHosts}.
 */
class MemberHostsTests {

	private final Map<String, InetAddress[]> names = new HashMap<>();

	@Test
	void hostWithoutAPortIsLookedForOnAllPorts() throws UnknownHostException {
		this.names.put("a", addresses("10.0.0.1"));
		assertThat(hosts("a").candidates()).containsExactly(new Address("10.0.0.1", 5701),
				new Address("10.0.0.1", 5702));
	}

	@Test
	void hostWithAPortIsLookedForThere() throws UnknownHostException {
		this.names.put("a", addresses("10.0.0.1"));
		this.names.put("::2", addresses("::2"));
		assertThat(hosts("a:6000", "[::2]:6001").candidates()).containsExactly(new Address("10.0.0.1", 6000),
				new Address(InetAddress.getByName("::2"), 6001));
	}

	@Test
	void hostIsLookedForAtAllItsAddresses() throws UnknownHostException {
		this.names.put("all", addresses("10.0.0.1", "10.0.0.2"));
		assertThat(hosts("all:5701").candidates()).containsExactly(new Address("10.0.0.1", 5701),
				new Address("10.0.0.2", 5701));
	}

	@Test
	void addressOfTheOldKindIsPreferred() throws UnknownHostException {
		this.names.put("a", addresses("::1", "10.0.0.1"));
		assertThat(hosts("a:5701").candidates()).containsExactly(new Address("10.0.0.1", 5701));
	}

	@Test
	void hostWhoseNameIsNotKnownIsLeftOut() throws UnknownHostException {
		this.names.put("b", addresses("10.0.0.2"));
		assertThat(hosts("a:5701", "b:5701").candidates()).containsExactly(new Address("10.0.0.2", 5701));
	}

	@Test
	void hostWhoseNameIsNotKnownAnyMoreIsLookedForWhereItWasLast() throws UnknownHostException {
		MemberHosts hosts = hosts("a:5701");
		this.names.put("a", addresses("10.0.0.1"));
		hosts.candidates();
		this.names.put("a", addresses("10.0.0.2"));
		hosts.candidates();
		this.names.clear();
		assertThat(hosts.candidates()).containsExactly(new Address("10.0.0.2", 5701));
	}

	private MemberHosts hosts(String... hosts) {
		return new MemberHosts(List.of(hosts), 5701, 2, (name) -> {
			InetAddress[] addresses = this.names.get(name);
			if (addresses == null) {
				throw new UnknownHostException(name);
			}
			return addresses;
		});
	}

	private static InetAddress[] addresses(String... addresses) throws UnknownHostException {
		InetAddress[] all = new InetAddress[addresses.length];
		for (int i = 0; i < all.length; i++) {
			all[i] = InetAddress.getByName(addresses[i]);
		}
		return all;
	}

}
