/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.hazelcast.cluster.Address;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The hosts on which members are looked for. One whose name cannot be resolved just now
 * is looked for where it was last: while the network is cut the name service may be out
 * of reach as well, and its failures are remembered for a while. Thread-safe.
 */
final class MemberHosts {

	private static final Log logger = LogFactory.getLog(MemberHosts.class);

	private final List<String> hosts;

	private final int port;

	private final int portCount;

	private final NameService names;

	private final Map<String, List<InetAddress>> known = new ConcurrentHashMap<>();

	/**
	 * Create a list of hosts.
	 * @param hosts names or addresses, with a port or without
	 * @param port the first port of a host without one
	 * @param portCount how many ports such a host has
	 * @param names tells the addresses of a name
	 */
	MemberHosts(List<String> hosts, int port, int portCount, NameService names) {
		this.hosts = hosts;
		this.port = port;
		this.portCount = portCount;
		this.names = names;
	}

	/**
	 * Return where members may be. May block for as long as the name service takes.
	 * @return the addresses, each port of a host with the others of it
	 */
	Set<Address> candidates() {
		Set<Address> candidates = new LinkedHashSet<>();
		for (String host : this.hosts) {
			int colon = host.lastIndexOf(':');
			boolean hasPort = colon > 0 && (host.indexOf(':') == colon || host.charAt(colon - 1) == ']');
			String name = (hasPort ? host.substring(0, colon) : host).replaceAll("[\\[\\]]", "");
			int first = hasPort ? Integer.parseInt(host.substring(colon + 1)) : this.port;
			for (InetAddress address : addresses(name)) {
				for (int i = 0; i < (hasPort ? 1 : this.portCount); i++) {
					candidates.add(new Address(address, first + i));
				}
			}
		}
		return candidates;
	}

	private List<InetAddress> addresses(String name) {
		try {
			List<InetAddress> all = List.of(this.names.resolve(name));
			// As Hazelcast does, unless it is told otherwise
			List<InetAddress> preferred = all.stream().filter(Inet4Address.class::isInstance).toList();
			List<InetAddress> addresses = preferred.isEmpty() ? all : preferred;
			this.known.put(name, addresses);
			return addresses;
		}
		catch (UnknownHostException ex) {
			List<InetAddress> last = this.known.getOrDefault(name, List.of());
			logger.debug("Host '" + name + "' of the member list is not known; looking at " + last, ex);
			return last;
		}
	}

	/**
	 * Tells the addresses of a name.
	 */
	@FunctionalInterface
	interface NameService {

		/**
		 * Return all addresses of a host.
		 * @param name its name, or an address
		 * @return the addresses
		 * @throws UnknownHostException if the name is not known
		 */
		InetAddress[] resolve(String name) throws UnknownHostException;

	}

}
