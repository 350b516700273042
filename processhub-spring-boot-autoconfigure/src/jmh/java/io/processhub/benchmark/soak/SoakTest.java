/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.processhub.benchmark.cluster.ClusterSetup;
import io.processhub.benchmark.cluster.NodeCluster;
import io.processhub.benchmark.cluster.NodeProcess;
import io.processhub.benchmark.cluster.Settled;
import io.processhub.benchmark.soak.FaultWindows.Window;
import io.processhub.benchmark.soak.node.LiveInstance;
import io.processhub.benchmark.soak.node.Outcome;
import io.processhub.benchmark.soak.node.SoakApplication;
import io.processhub.benchmark.soak.node.SoakNode;

/**
 * Lets faults happen to a cluster under load, and checks after each that all is well.
 */
public final class SoakTest implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Duration SHORT_PATIENCE = Duration.ofSeconds(12);

	private final SoakOptions options;

	private final Violations violations = new Violations();

	private final FaultWindows windows = new FaultWindows();

	private final Recoveries recoveries = new Recoveries();

	private final Expectations expectations = new Expectations(this.violations);

	private final HandledChecker handled = new HandledChecker(this.violations, this.windows);

	private final CallChecker calls = new CallChecker(this.violations, this.windows, this.handled);

	private final JournalReader journals;

	private final NodeCluster<SoakNode> cluster;

	private final Churn churn;

	private final Faults faults;

	/**
	 * Create a test without nodes.
	 * @param options how it is to be
	 * @param directory where journals and logs go
	 */
	public SoakTest(SoakOptions options, Path directory) {
		this.options = options;
		Path journal = directory.resolve("journals");
		this.journals = new JournalReader(journal);
		this.cluster = new NodeCluster<>(
				new ClusterSetup(SoakApplication.class, options.preset(), options.heap(), List.of(),
						List.of("--logging.level.root=INFO", "--benchmark.journals=" + journal,
								"--benchmark.seed=" + options.seed(), "--benchmark.core=" + options.core(),
								"--benchmark.churn=" + options.churn(), "--benchmark.rate=" + options.rate()),
						directory.resolve("logs")),
				SoakNode.class);
		this.churn = new Churn(this.cluster, this.expectations, this.violations, options);
		this.faults = new Faults(this.cluster, options, this.violations);
	}

	/**
	 * Run the test.
	 * @return the report
	 */
	public SoakReport run() {
		prepare();
		long end = System.nanoTime() + this.options.duration().toNanos();
		int number = 0;
		while (System.nanoTime() - end < 0) {
			this.churn.resume();
			this.faults.calm();
			boolean quiet = this.faults.chance() && this.churn.drain(PATIENCE);
			FaultKind kind = this.faults.choose();
			this.recoveries.count(kind.title());
			this.violations.after(kind.title() + " " + ++number);
			try {
				happen(kind, quiet);
				check();
			}
			catch (IllegalStateException ex) {
				this.violations.addNow("something failed", "%s", ex);
			}
		}
		this.handled.finish(this.expectations);
		this.calls.finish();
		return new SoakReport(this.options, this.recoveries, this.churn.counts(), this.calls.counts(), this.handled,
				this.violations.byKind());
	}

	private void prepare() {
		for (int i = 0; i < this.options.nodes(); i++) {
			this.faults.join();
		}
		this.cluster.watch(true);
		this.cluster.awaitAgreed(PATIENCE);
		List<String> core = IntStream.range(0, this.options.core()).mapToObj((number) -> "core-" + number).toList();
		this.expectations.begin(core);
		Outcome outcome = this.cluster.node(0).ask((agent) -> agent.start(core));
		outcome.done().forEach(this.expectations::running);
		if (outcome.done().size() < core.size()) {
			throw new IllegalStateException("Not all were started: " + outcome.errors());
		}
		this.cluster.awaitAgreed(PATIENCE);
		this.violations.print("%d nodes, %d processes", this.options.nodes(), core.size());
	}

	private void happen(FaultKind kind, boolean quiet) {
		Window window = this.windows.open(kind);
		this.violations.print("%s %s, %d nodes", kind.title(), quiet ? "alone" : "with starts and stops",
				this.cluster.nodes().size());
		try {
			this.faults.happen(kind, (what, since) -> agreed(what, since, quiet));
		}
		finally {
			window.close();
		}
	}

	/**
	 * Wait until the nodes agree.
	 */
	private void agreed(String what, long since, boolean quiet) {
		// What a paused node was asked for goes on later
		this.churn.drain(SHORT_PATIENCE);
		this.cluster.watch(true);
		try {
			Settled settled = this.cluster.awaitAgreed(PATIENCE);
			// A node that joins counts from when it is up
			long from = what.equals(FaultKind.JOIN.title()) ? settled.newestSince() : since;
			double millis = Math.max(0, settled.since() - from) / 1e6;
			if (quiet) {
				this.recoveries.add(what, millis);
			}
			this.violations.print("  %s: agreed after %,.0f ms, %d processes", what, millis,
					settled.states().get(0).size());
		}
		catch (IllegalStateException ex) {
			this.violations.addNow("not converged", "%s: %s", what, ex.getMessage());
		}
	}

	/**
	 * Check everything while there are no starts and stops.
	 */
	private void check() {
		if (!this.churn.drain(PATIENCE)) {
			this.violations.addNow("start or stop without an end", "%d under way", this.churn.underWay());
		}
		this.faults.lost().forEach((node) -> this.violations.addNow("node ended by itself", "%s", node));
		Map<String, List<String>> places = new HashMap<>();
		Set<String> registered = new HashSet<>();
		List<NodeProcess<SoakNode>> nodes = this.cluster.nodes();
		for (NodeProcess<SoakNode> node : nodes) {
			for (LiveInstance live : node.ask(SoakNode::live)) {
				places.computeIfAbsent(live.id(), (key) -> new ArrayList<>(1))
					.add(node.name() + " epoch " + live.epoch());
			}
			registered.addAll(node.ask(SoakNode::registered));
		}
		places.forEach((id, found) -> {
			if (found.size() > 1) {
				this.violations.addNow("runs twice at quiet", "%s: %s", id, found);
			}
			if (!registered.contains(id)) {
				this.violations.addNow("runs without being registered", "%s: %s", id, found);
			}
		});
		registered.stream()
			.filter((id) -> !places.containsKey(id))
			.forEach((id) -> this.violations.addNow("registered but does not run", "%s", id));
		this.expectations.check(registered);
		this.journals.read(".called", this.calls::line);
		this.journals.read(".handled", this.handled::handled);
	}

	@Override
	public void close() {
		this.churn.close();
		this.cluster.close();
	}

}
