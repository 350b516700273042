/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster of containers, which run the sample application, in a network of their own
 * that can be cut. To be registered as a static extension: containers and networks are
 * removed after the test class, and their logs are left in {@code target/e2e}.
 */
final class ContainerCluster implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

	private final List<String> args;

	private final List<ContainerNode> nodes = new CopyOnWriteArrayList<>();

	private int setUps;

	private int size;

	private boolean spoilt;

	private List<String> moreArgs = List.of();

	private DockerNetworks networks;

	private Path logs;

	/**
	 * Create a cluster.
	 * @param args the arguments of each node
	 */
	ContainerCluster(String... args) {
		this.args = List.of(args);
	}

	@Override
	public void beforeAll(ExtensionContext context) throws IOException {
		this.logs = Files.createDirectories(Path.of(System.getProperty("sample.jar"))
			.resolveSibling("e2e")
			.resolve(context.getRequiredTestClass().getSimpleName()));
		this.networks = new DockerNetworks();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		context.getExecutionException().filter((ex) -> !(ex instanceof TestAbortedException)).ifPresent((ex) -> {
			this.spoilt = true;
			this.nodes.forEach((node) -> {
				SampleCluster.print("%s failed; the end of the log of %s:", context.getDisplayName(), node);
				SampleCluster.printEnd(node.log());
			});
		});
	}

	@Override
	public void afterAll(ExtensionContext context) {
		removeAll();
		this.networks.close();
	}

	private void removeAll() {
		this.nodes.forEach(this::remove);
		this.nodes.clear();
	}

	private void remove(ContainerNode node) {
		try {
			Files.writeString(this.logs.resolve("%d-%s.log".formatted(this.setUps, node.name())), node.log());
		}
		catch (IOException ex) {
			SampleCluster.print("The log of %s is lost: %s", node, ex);
		}
		node.remove();
	}

	/**
	 * Say how many nodes there are to be from now on. If they are to be as they are, and
	 * the last test was happy with them, they stay; else they are removed.
	 * @param size the number of nodes
	 * @param moreArgs further arguments of each node
	 */
	void setUp(int size, List<String> moreArgs) {
		if (this.size == size && this.moreArgs.equals(moreArgs) && !this.spoilt) {
			return;
		}
		removeAll();
		this.spoilt = false;
		this.setUps++;
		this.size = size;
		this.moreArgs = List.copyOf(moreArgs);
	}

	/**
	 * Start what is missing, reconnect what was cut off, and wait until all nodes have
	 * found each other.
	 */
	void ensureNodes() {
		this.nodes.forEach(ContainerNode::reconnect);
		List<ContainerNode> missing = IntStream.rangeClosed(1, this.size)
			.filter((number) -> this.nodes.stream().noneMatch((node) -> node.number() == number))
			.mapToObj(this::create)
			.toList();
		missing.forEach(ContainerNode::start);
		SampleCluster.await(START_TIMEOUT).untilAsserted(() -> assertThat(this.nodes).allSatisfy((node) -> {
			assertThat(node.isReady()).isTrue();
			assertThat(node.whereAmI().nodes()).hasSameSizeAs(this.nodes);
		}));
	}

	private ContainerNode create(int number) {
		List<String> members = IntStream.rangeClosed(1, this.size).mapToObj(DockerNetworks::name).toList();
		List<String> all = new ArrayList<>(this.args);
		all.addAll(this.moreArgs);
		ContainerNode node = ContainerNode.create(number, members, this.networks, all);
		this.nodes.add(node);
		return node;
	}

	/**
	 * Replace a node that has ended by a new one of the same name and address, and wait
	 * until it is ready.
	 * @param node the node
	 * @return the new node
	 */
	ContainerNode replace(ContainerNode node) {
		remove(node);
		this.nodes.remove(node);
		ContainerNode replacement = create(node.number());
		replacement.start();
		SampleCluster.await(START_TIMEOUT).until(replacement::isReady);
		return replacement;
	}

	/**
	 * Return the nodes that run.
	 * @return the nodes
	 */
	List<ContainerNode> nodes() {
		return this.nodes.stream().filter(ContainerNode::isRunning).toList();
	}

	/**
	 * Return the nodes that run, the one first that has been in the cluster for the
	 * longest time.
	 * @return the nodes
	 */
	List<ContainerNode> nodesByAge() {
		return this.nodes.get(0)
			.whereAmI()
			.nodes()
			.stream()
			.map((view) -> nodes().stream().filter((node) -> node.name().equals(view.name())).findFirst().orElseThrow())
			.toList();
	}

	/**
	 * Start devices, and wait until the cluster is at rest.
	 * @param prefix the prefix of their ids
	 * @param count how many
	 */
	void startDevices(String prefix, int count) {
		nodes().get(0).post("/api/devices?count=%d&prefix=%s".formatted(count, prefix)).expect(HttpStatus.CREATED);
		SampleCluster.await(Duration.ofSeconds(20)).untilAsserted(() -> side().assertSettled(count));
	}

	/**
	 * Reconnect what was cut off, and stop all devices.
	 */
	void clear() {
		this.nodes.forEach(ContainerNode::reconnect);
		SampleCluster.await(Duration.ofSeconds(60)).untilAsserted(() -> {
			nodes().get(0).delete("/api/devices?prefix=").expect(HttpStatus.OK);
			side().assertSettled(0);
		});
	}

	/**
	 * Return what devices have counted to.
	 * @param ids the ids of the devices
	 * @return the counters by id, in a map of the caller's own
	 */
	Map<String, Long> counters(Set<String> ids) {
		SampleClient node = nodes().get(0);
		return ids.stream()
			.collect(Collectors.toMap((id) -> id,
					(id) -> node.get("/api/devices/" + id + "/state").as(DeviceState.class).counter()));
	}

	Side side() {
		return new Side(nodes());
	}

}
