/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.EndpointConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.internal.util.AddressUtil;
import org.jspecify.annotations.Nullable;

/**
 * Looks before the start of a member whether there is an address and a port for it:
 * Hazelcast would log a stack trace if there is none.
 */
final class MemberPort {

	private static final Pattern MASK = Pattern.compile("(?:(?:\\d+(?:-\\d+)?|\\*)(?:\\.|$)){4}");

	private MemberPort() {
	}

	/**
	 * Check the address and the ports of a configuration.
	 * @param config the configuration
	 * @throws IllegalStateException if this machine does not have the address
	 * @throws UncheckedIOException with a {@link BindException} if all ports are in use
	 */
	static void check(Config config) {
		AdvancedNetworkConfig network = config.getAdvancedNetworkConfig();
		EndpointConfig member = network.getEndpointConfigs().get(EndpointQualifier.MEMBER);
		if (!network.isEnabled() || !(member instanceof ServerSocketEndpointConfig endpoint)) {
			return;
		}
		InetAddress address = null;
		if (endpoint.getInterfaces().isEnabled()) {
			Collection<String> masks = endpoint.getInterfaces().getInterfaces();
			if (!masks.stream().allMatch((mask) -> MASK.matcher(mask).matches())) {
				return;
			}
			address = local(masks);
		}
		int last = endpoint.isPortAutoIncrement() ? endpoint.getPort() + endpoint.getPortCount() - 1
				: endpoint.getPort();
		for (int port = endpoint.getPort(); port <= last; port++) {
			if (isFree(address, port)) {
				return;
			}
		}
		throw new UncheckedIOException(new BindException("All ports are in use"));
	}

	private static InetAddress local(Collection<String> masks) {
		List<InetAddress> addresses = new ArrayList<>();
		try {
			NetworkInterface.networkInterfaces().forEach((each) -> each.inetAddresses().forEach(addresses::add));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return addresses.stream()
			.filter((address) -> AddressUtil.matchAnyInterface(address.getHostAddress(), masks))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No matching network interface"));
	}

	private static boolean isFree(@Nullable InetAddress address, int port) {
		if (port > 65_535) {
			return false;
		}
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(address, port));
			return true;
		}
		catch (BindException ex) {
			return false;
		}
		catch (IOException ex) {
			// Hazelcast may know better
			return true;
		}
	}

}
