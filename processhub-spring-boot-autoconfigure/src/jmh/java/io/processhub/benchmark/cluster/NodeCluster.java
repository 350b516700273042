/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.rmi.NotBoundException;
import java.rmi.RemoteException;
import java.rmi.server.UnicastRemoteObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import io.processhub.benchmark.cluster.Loopback.PortRegistry;
import io.processhub.testing.FreePorts;

/**
 * A cluster of JVMs on this machine. This JVM is not a member of it. The nodes end with
 * it, whatever happens.
 *
 * @param <A> what can be asked of nodes
 */
public final class NodeCluster<A extends NodeAgent> implements AutoCloseable {

	private static final int PORT_COUNT = 20;

	private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

	private static final long POLL_MILLIS = 25;

	/**
	 * How long nothing must have changed.
	 */
	private static final Duration QUIET = Duration.ofSeconds(1);

	private final String name = "benchmark-" + UUID.randomUUID();

	private final int port = FreePorts.firstOf(PORT_COUNT);

	private final PortRegistry registry;

	private final ClusterSetup setup;

	private final Class<A> agentType;

	private final List<NodeProcess<A>> nodes = new CopyOnWriteArrayList<>();

	private final Thread hook = new Thread(this::killAll);

	private int agents;

	/**
	 * Create a cluster without nodes.
	 * @param setup how nodes are to be
	 * @param agentType what can be asked of them
	 */
	public NodeCluster(ClusterSetup setup, Class<A> agentType) {
		this.agentType = agentType;
		this.setup = setup;
		try {
			Files.createDirectories(setup.directory());
			this.registry = Loopback.openRegistry();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	/**
	 * Launch nodes, one as soon as the one before is there, and wait until they have
	 * found each other.
	 * @param count how many
	 * @return this cluster
	 */
	public NodeCluster<A> launch(int count) {
		for (int i = 0; i < count; i++) {
			add("node-" + this.nodes.size(), List.of());
		}
		return this;
	}

	/**
	 * Launch a node and wait until it is up.
	 * @param node the name of the node
	 * @param arguments arguments for its application
	 * @return the node
	 */
	public NodeProcess<A> add(String node, List<String> arguments) {
		NodeProcess<A> process = start(node, arguments);
		awaitAgent(process);
		int expected = nodes().size();
		await(START_TIMEOUT, () -> nodes().stream()
			.map((each) -> each.ask(NodeAgent::state))
			.allMatch((state) -> state.up() && state.nodes() == expected));
		return process;
	}

	/**
	 * Launch a node.
	 * @param node the name of the node
	 * @param arguments arguments for its application
	 * @return the node, which cannot be asked yet
	 */
	public NodeProcess<A> start(String node, List<String> arguments) {
		String agent = node + "/" + this.agents++;
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-Xmx" + this.setup.heap());
		command.addAll(this.setup.jvmArguments());
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), this.setup.application().getName()));
		command.add("--processhub.node-name=" + node);
		command.add("--processhub.cluster.name=" + this.name);
		command.add("--processhub.cluster.port=" + this.port);
		command.add("--processhub.cluster.port-count=" + PORT_COUNT);
		command.add("--processhub.cluster.failure-detection.preset=" + this.setup.preset());
		command.add("--benchmark.registry-port=" + this.registry.port());
		command.add("--benchmark.agent=" + agent);
		command.addAll(this.setup.arguments());
		command.addAll(arguments);
		NodeProcess<A> process = NodeProcess.launch(node, agent, this.setup.directory().resolve(node + ".log"), command);
		this.nodes.removeIf((each) -> !each.isAlive());
		this.nodes.add(process);
		return process;
	}

	/**
	 * Wait until a node can be asked.
	 * @param process the node
	 */
	public void awaitAgent(NodeProcess<A> process) {
		await(START_TIMEOUT, () -> {
			if (!process.isAlive()) {
				throw new IllegalStateException(process + " did not start");
			}
			try {
				process.found(this.agentType.cast(this.registry.registry().lookup(process.agentName())));
				return true;
			}
			catch (NotBoundException ex) {
				return false;
			}
			catch (RemoteException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	/**
	 * Return the nodes that run, in the order of their launch.
	 * @return the nodes
	 */
	public List<NodeProcess<A>> nodes() {
		return this.nodes.stream().filter(NodeProcess::isRunning).toList();
	}

	public NodeProcess<A> node(int index) {
		return nodes().get(index);
	}

	/**
	 * Turn the watch on all nodes on or off.
	 * @param on whether states are sampled every millisecond
	 */
	public void watch(boolean on) {
		nodes().forEach((node) -> node.tell((agent) -> agent.watch(on)));
	}

	/**
	 * Wait until all registries are equal, all instances run where the registries say,
	 * and nothing has changed for a second. The watch must be on.
	 * @param size how many processes there are to be
	 * @param timeout how long to wait
	 * @return the states then
	 */
	public Settled awaitSettled(int size, Duration timeout) {
		return awaitSettled(size, timeout, (states) -> true);
	}

	/**
	 * Wait until all registries are equal, all instances run where the registries say,
	 * and nothing has changed for a second. The watch must be on.
	 * @param size how many processes there are to be
	 * @param timeout how long to wait
	 * @param more what else must be true
	 * @return the states then
	 */
	public Settled awaitSettled(int size, Duration timeout, Predicate<Settled> more) {
		return awaitQuiet(timeout, (settled) -> settled.isSettled(size) && more.test(settled));
	}

	/**
	 * Wait until all registries are equal, all instances run where the registries say,
	 * and nothing has changed for a second. The watch must be on.
	 * @param timeout how long to wait
	 * @return the states then
	 */
	public Settled awaitAgreed(Duration timeout) {
		return awaitQuiet(timeout, Settled::isAgreed);
	}

	private Settled awaitQuiet(Duration timeout, Predicate<Settled> condition) {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (true) {
			Settled settled = new Settled(nodes().stream().map((node) -> node.ask(NodeAgent::state)).toList());
			if (condition.test(settled) && System.nanoTime() - settled.since() > QUIET.toNanos()) {
				return settled;
			}
			if (System.nanoTime() - deadline > 0) {
				throw new IllegalStateException("Not settled after " + timeout + ": " + settled.states());
			}
			sleep(POLL_MILLIS);
		}
	}

	private void await(Duration timeout, Condition condition) {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (!condition.isTrue()) {
			if (System.nanoTime() - deadline > 0) {
				throw new IllegalStateException("Not ready after " + timeout + ": " + this.nodes);
			}
			sleep(POLL_MILLIS);
		}
	}

	/**
	 * Sleep.
	 * @param millis how long
	 */
	public static void sleep(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void killAll() {
		this.nodes.forEach(NodeProcess::kill);
	}

	@Override
	public void close() {
		killAll();
		this.nodes.forEach((node) -> node.awaitExit(10));
		try {
			UnicastRemoteObject.unexportObject(this.registry.registry(), true);
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
		catch (RemoteException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (IllegalStateException ex) {
			// The JVM is about to end
			return;
		}
	}

	@FunctionalInterface
	private interface Condition {

		boolean isTrue();

	}

}
