/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * A container that runs the sample application.
 */
final class ContainerNode extends SampleClient {

	private static final int HTTP_PORT = 8080;

	/**
	 * How long a node may take for its end before Docker kills it.
	 */
	private static final Duration GRACE = Duration.ofSeconds(60);

	private final int number;

	private final Container container;

	private final DockerNetworks networks;

	private volatile boolean running = true;

	private ContainerNode(int number, DockerNetworks networks, Container container) {
		super(DockerNetworks.name(number),
				() -> URI.create("http://%s:%d".formatted(container.getHost(), container.getMappedPort(HTTP_PORT))));
		this.number = number;
		this.networks = networks;
		this.container = container;
	}

	/**
	 * Create a node, which has yet to be started.
	 * @param number its number, from 1
	 * @param members the names of all nodes
	 * @param networks the networks to put it into
	 * @param args the arguments of the application
	 * @return the node
	 */
	static ContainerNode create(int number, List<String> members, DockerNetworks networks, List<String> args) {
		List<String> command = new ArrayList<>(List.of("java", "-Xmx192m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-jar", "/sample.jar", "--server.address=0.0.0.0",
				"--server.port=" + HTTP_PORT, "--processhub.node-name=" + DockerNetworks.name(number),
				"--processhub.cluster.interface=" + networks.address(number),
				"--processhub.cluster.members=" + String.join(",", members),
				"--processhub.cluster.port-auto-increment=false"));
		command.addAll(args);
		Container container = new Container(number, networks);
		container.withCommand(command.toArray(String[]::new));
		return new ContainerNode(number, networks, container);
	}

	void start() {
		this.container.start();
	}

	int number() {
		return this.number;
	}

	/**
	 * Return whether this node has not been stopped.
	 * @return whether it runs
	 */
	boolean isRunning() {
		return this.running;
	}

	/**
	 * Cut this node off from all others.
	 */
	void disconnect() {
		this.networks.disconnect(this.container.getContainerId());
	}

	/**
	 * Let this node reach the others again, if it does not.
	 */
	void reconnect() {
		if (!this.networks.isConnected(this.container.getCurrentContainerInfo())) {
			this.networks.connect(this.container.getContainerId(), this.number);
		}
	}

	/**
	 * Return what keeps this node from being told whom not to listen to.
	 * @return the obstacle, or an empty text if there is none
	 */
	String obstacleToDeafness() {
		return Firewall.obstacle(pid());
	}

	/**
	 * Let this node hear nothing of some others any more.
	 * @param others the others
	 */
	void deafen(List<ContainerNode> others) {
		Firewall.drop(pid(), addresses(others));
	}

	/**
	 * Let this node hear those again that it was made deaf to.
	 * @param others the others
	 */
	void undeafen(List<ContainerNode> others) {
		Firewall.take(pid(), addresses(others));
	}

	private List<String> addresses(List<ContainerNode> nodes) {
		return nodes.stream().map((node) -> this.networks.address(node.number)).toList();
	}

	private int pid() {
		return Math.toIntExact(this.container.getCurrentContainerInfo().getState().getPidLong());
	}

	/**
	 * SIGTERM, and wait for the end.
	 * @return the exit code
	 */
	long terminate() {
		this.running = false;
		this.container.getDockerClient()
			.stopContainerCmd(this.container.getContainerId())
			.withTimeout((int) GRACE.toSeconds())
			.exec();
		return this.container.getCurrentContainerInfo().getState().getExitCodeLong();
	}

	/**
	 * Remove the container.
	 */
	void remove() {
		this.running = false;
		this.container.stop();
	}

	String log() {
		return (this.container.getContainerId() != null) ? this.container.getLogs() : "";
	}

	@Override
	public String toString() {
		return name();
	}

	/**
	 * A container that is in both networks before its program starts, and does not wait
	 * for it.
	 */
	private static final class Container extends GenericContainer<Container> {

		private final int number;

		private final DockerNetworks networks;

		Container(int number, DockerNetworks networks) {
			super(DockerImageName.parse(System.getProperty("sample.base-image")));
			this.number = number;
			this.networks = networks;
			withNetwork(networks.observation());
			withExposedPorts(HTTP_PORT);
			withCopyFileToContainer(MountableFile.forHostPath(System.getProperty("sample.jar")), "/sample.jar");
			waitingFor(new AbstractWaitStrategy() {

				@Override
				protected void waitUntilReady() {
					// Nodes wait for each other; so all have to be started first
				}

			});
		}

		@Override
		protected void containerIsCreated(String containerId) {
			this.networks.connect(containerId, this.number);
		}

	}

}
