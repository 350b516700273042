/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.processhub.sample.ClusterController.WhereAmI;
import io.processhub.sample.LiveProcesses.LiveProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster of JVMs of its own on this machine, which run the sample application. To be
 * registered as a static extension: the nodes end with the test class, and the ends of
 * their logs are printed when a test fails.
 */
final class SampleCluster implements BeforeAllCallback, AfterAllCallback, AfterEachCallback {

	private static final int PORT_COUNT = 10;

	private static final int LOG_LINES = 80;

	private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

	private final String name = "e2e-" + UUID.randomUUID();

	private final int port = FreePorts.firstOf(PORT_COUNT);

	private final List<SampleNode> nodes = new CopyOnWriteArrayList<>();

	private final String heap;

	private final List<String> args;

	private List<String> moreArgs = List.of();

	private Path logs = Path.of(System.getProperty("sample.jar")).resolveSibling("e2e");

	/**
	 * Create a cluster.
	 * @param heap the heap of each node
	 * @param args the arguments of each node, with {@code {name}} for its name
	 */
	SampleCluster(String heap, String... args) {
		this.heap = heap;
		this.args = new ArrayList<>(List.of("--processhub.cluster.name=" + this.name,
				"--processhub.cluster.port=" + this.port, "--processhub.cluster.port-count=" + PORT_COUNT));
		this.args.addAll(List.of(args));
		Runtime.getRuntime().addShutdownHook(new Thread(this::killAll));
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		this.logs = this.logs.resolve(context.getRequiredTestClass().getSimpleName());
	}

	@Override
	public void afterEach(ExtensionContext context) {
		context.getExecutionException().ifPresent((ex) -> printLogs(context.getDisplayName()));
	}

	@Override
	public void afterAll(ExtensionContext context) {
		killAll();
	}

	private void killAll() {
		this.nodes.stream().filter(SampleNode::isAlive).forEach(SampleNode::kill);
	}

	private void printLogs(String test) {
		for (SampleNode node : this.nodes) {
			print("%s failed; the end of the log of %s:", test, node);
			printEnd(node.log());
		}
	}

	/**
	 * Print the end of a log.
	 * @param log the log
	 */
	static void printEnd(String log) {
		List<String> lines = log.lines().toList();
		lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()).forEach(System.out::println);
	}

	/**
	 * Print a line among the results.
	 * @param format a format as {@link String#format} takes it
	 * @param args the arguments
	 */
	static void print(String format, Object... args) {
		System.out.println("[e2e] " + format.formatted(args));
	}

	/**
	 * Return the nodes that run.
	 * @return the nodes in the order of their launch
	 */
	List<SampleNode> nodes() {
		return this.nodes.stream().filter(SampleNode::isRunning).toList();
	}

	SampleNode node(int index) {
		return nodes().get(index);
	}

	/**
	 * Return the node that has been in the cluster for the longest time.
	 * @return the oldest node
	 */
	SampleNode oldest() {
		return nodesById().get(node(0).whereAmI().nodes().get(0).id());
	}

	/**
	 * Return the nodes that run, by their ids in the hub.
	 * @return the nodes
	 */
	Map<String, SampleNode> nodesById() {
		return nodes().stream().collect(Collectors.toMap((node) -> node.whereAmI().node().id(), (node) -> node));
	}

	/**
	 * Kill all nodes, and have those that are launched from now on get these arguments,
	 * too.
	 * @param moreArgs further arguments of each node
	 */
	void startAnew(String... moreArgs) {
		killAll();
		this.moreArgs = List.of(moreArgs);
	}

	/**
	 * Launch nodes until so many run, and wait until they have found each other.
	 * @param count how many nodes there are to be at least
	 */
	void ensureNodes(int count) {
		int missing = count - nodes().size();
		launch(missing);
		await(START_TIMEOUT).untilAsserted(() -> assertThat(nodes()).allSatisfy((node) -> {
			assertThat(node.isReady()).isTrue();
			assertThat(node.whereAmI().nodes()).hasSameSizeAs(nodes());
		}));
	}

	/**
	 * Launch one more node and wait until it is ready.
	 * @return the node
	 */
	SampleNode addNode() {
		SampleNode node = launch(1).get(0);
		await(START_TIMEOUT).until(node::isReady);
		return node;
	}

	private List<SampleNode> launch(int count) {
		return IntStream.range(0, count).mapToObj((index) -> {
			String nodeName = "node-" + (this.nodes.size() + 1);
			return launch(nodeName, nodeName + ".log");
		}).toList();
	}

	/**
	 * Launch a node once more that has ended, under its name, and wait until it is ready.
	 * @param ended the node
	 * @return the new node
	 */
	SampleNode relaunch(SampleNode ended) {
		SampleNode node = launch(ended.name(), ended.name() + "-again.log");
		await(START_TIMEOUT).until(node::isReady);
		return node;
	}

	private SampleNode launch(String nodeName, String log) {
		List<String> all = new ArrayList<>(this.args);
		all.addAll(this.moreArgs);
		all.replaceAll((arg) -> arg.replace("{name}", nodeName));
		SampleNode node = SampleNode.launch(nodeName, this.logs.resolve(log), this.heap, all);
		this.nodes.add(node);
		return node;
	}

	/**
	 * Return the nodes that run, as one side.
	 * @return the side
	 */
	Side side() {
		return new Side(nodes());
	}

	/**
	 * Wait until the cluster is at rest.
	 * @param timeout how long to wait
	 * @see Side#assertSettled()
	 */
	void awaitSettled(Duration timeout) {
		await(timeout).untilAsserted(() -> side().assertSettled());
	}

	/**
	 * Wait until the cluster is at rest with so many processes.
	 * @param size the number of processes
	 * @param timeout how long to wait
	 */
	void awaitSettled(int size, Duration timeout) {
		await(timeout).untilAsserted(() -> side().assertSettled(size));
	}

	/**
	 * Wait until so many instances run.
	 * @param count the number of instances on all nodes
	 * @param timeout how long to wait
	 */
	void awaitLive(int count, Duration timeout) {
		await(timeout).pollInterval(Duration.ofMillis(20)).until(() -> side().liveCount() == count);
	}

	/**
	 * Return what runs on each node, as the instances say it.
	 * @return the ids by node, with an id that runs twice there twice
	 */
	Map<SampleNode, List<String>> live() {
		Map<SampleNode, List<String>> live = new LinkedHashMap<>();
		nodes().forEach((node) -> live.put(node, node.live().stream().map(LiveProcess::id).toList()));
		return live;
	}

	Set<String> liveIds() {
		return side().liveIds();
	}

	void assertEachRunsOnce(Set<String> ids) {
		side().assertEachRunsOnce(ids);
	}

	void assertNoneRunsTwice() {
		side().assertNoneRunsTwice();
	}

	void assertSpreadEvenly(int size, double tolerance) {
		side().assertSpreadEvenly(size, tolerance);
	}

	/**
	 * Stop all devices.
	 */
	void clear() {
		node(0).delete("/api/devices?prefix=");
		await(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(nodes())
			.allSatisfy((node) -> assertThat(node.whereAmI()).returns(0, WhereAmI::live).returns(0, WhereAmI::size)));
	}

	static ConditionFactory await(Duration timeout) {
		return Awaitility.await().atMost(timeout).pollInterval(Duration.ofMillis(100)).ignoreExceptions();
	}

	/**
	 * Return the ids that a start of many devices gives.
	 * @param prefix the prefix
	 * @param count the number of devices
	 * @return the ids
	 */
	static Set<String> ids(String prefix, int count) {
		return IntStream.range(0, count).mapToObj((number) -> prefix + "-" + number).collect(Collectors.toSet());
	}

}
