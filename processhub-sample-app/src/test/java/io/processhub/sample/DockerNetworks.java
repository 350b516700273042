/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.util.Objects;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Network.Ipam;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;

/**
 * The two Docker networks of a cluster of containers: in one the nodes talk to each
 * other, in the other they are talked to from outside. So a node that is cut off from the
 * others can still be observed. To be used by one thread.
 */
final class DockerNetworks implements AutoCloseable {

	private static final int FIRST_HOST = 10;

	private final DockerClient docker = DockerClientFactory.lazyClient();

	private final Network observation = Network.newNetwork();

	private final String subnet = freeSubnet();

	/**
	 * Docker publishes ports in a network that is not internal only.
	 */
	private final Network cluster = Network.builder()
		.createNetworkCmdModifier((command) -> command.withInternal(true)
			.withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(this.subnet))))
		.build();

	/**
	 * Return a subnet that is used for nothing else. Docker lets containers have fixed
	 * addresses only where the subnet was asked for, but knows best which ones are free.
	 * @return the subnet, as {@code 172.18.0.0/16}
	 */
	private String freeSubnet() {
		try (Network network = Network.newNetwork()) {
			return Objects.requireNonNull(this.docker.inspectNetworkCmd()
				.withNetworkId(network.getId())
				.exec()
				.getIpam()
				.getConfig()
				.get(0)
				.getSubnet());
		}
	}

	/**
	 * Return the network in which the nodes are talked to from outside.
	 * @return the network
	 */
	Network observation() {
		return this.observation;
	}

	/**
	 * Return the address of a node among the others.
	 * @param number the number of the node, from 1
	 * @return the address, which is the same whenever the node is connected
	 */
	String address(int number) {
		return this.subnet.substring(0, this.subnet.lastIndexOf('.') + 1) + (FIRST_HOST + number);
	}

	/**
	 * Return the name of a node among the others.
	 * @param number the number of the node, from 1
	 * @return the name
	 */
	static String name(int number) {
		return "node-" + number;
	}

	/**
	 * Let a container talk to the others.
	 * @param containerId the id of the container
	 * @param number the number of its node
	 */
	void connect(String containerId, int number) {
		this.docker.connectToNetworkCmd()
			.withContainerId(containerId)
			.withNetworkId(this.cluster.getId())
			.withContainerNetwork(new ContainerNetwork().withAliases(name(number))
				.withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address(number))))
			.exec();
	}

	/**
	 * Cut a container off from the others.
	 * @param containerId the id of the container
	 */
	void disconnect(String containerId) {
		this.docker.disconnectFromNetworkCmd()
			.withContainerId(containerId)
			.withNetworkId(this.cluster.getId())
			.withForce(false)
			.exec();
	}

	/**
	 * Return whether a container can talk to the others.
	 * @param container the container
	 * @return whether it is in their network
	 */
	boolean isConnected(InspectContainerResponse container) {
		return container.getNetworkSettings()
			.getNetworks()
			.values()
			.stream()
			.anyMatch((network) -> this.cluster.getId().equals(network.getNetworkID()));
	}

	@Override
	public void close() {
		this.cluster.close();
		this.observation.close();
	}

}
