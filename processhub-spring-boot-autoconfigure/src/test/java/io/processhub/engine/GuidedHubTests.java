/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.processhub.InvalidProcessException;
import io.processhub.MissingChildMappingException;
import io.processhub.ProcessError;
import io.processhub.ProcessInfo;
import io.processhub.ProcessInstance;
import io.processhub.ProcessSpec;
import io.processhub.ProcessState;
import io.processhub.ProcessUnavailableException;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.engine.TestCluster.Member;
import io.processhub.strategy.distribution.ConsistentHashing;
import io.processhub.strategy.distribution.Guided;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for processes that run where their callers want them.
 */
class GuidedHubTests {

	private static final Duration MOMENT = Duration.ofSeconds(2);

	private final TestCluster cluster = new TestCluster();

	private Member first;

	private Member second;

	private Member third;

	@BeforeEach
	void join() {
		this.cluster.distribution = (virtualNodes) -> new Guided();
		this.first = this.cluster.join("m1");
		this.second = this.cluster.join("m2");
		this.third = this.cluster.join("m3");
	}

	@Test
	void processesRunWhereTheCallerWantsThem() {
		start(this.first,
				Map.of("a", name(this.first), "b", name(this.second), "c", name(this.third), "d", name(this.second)));
		assertThat(this.first.parts().supervisor().ids()).containsExactly("a");
		assertThat(this.second.parts().supervisor().ids()).containsExactlyInAnyOrder("b", "d");
		assertThat(this.third.parts().supervisor().ids()).containsExactly("c");
		assertThat(this.cluster.directory().get("b").spec().nodes()).containsExactly(name(this.second));
	}

	@Test
	void everyProcessMustHaveANode() {
		StartOptions options = StartOptions.defaults().withChildMapping(Map.of("a", List.of(name(this.first))));
		assertThatThrownBy(() -> this.first.hub.start(specs("a", "b"), options))
			.isInstanceOfSatisfying(MissingChildMappingException.class,
					(ex) -> assertThat(ex.getProcessId()).isEqualTo("b"))
			.hasMessageContaining("hub 'test'")
			.hasMessageContaining("childMapping")
			.hasMessageContaining(name(this.second));
		assertThatThrownBy(() -> this.first.hub.start(ProcessSpec.of("a", TestCluster.TYPE)))
			.isInstanceOf(MissingChildMappingException.class);
		assertThat(this.cluster.directory()).isEmpty();
	}

	@Test
	void numberOfNodesMustBeThatOfTheInstances() {
		StartOptions options = StartOptions.defaults()
			.withChildMapping(Map.of("a", List.of(name(this.first), name(this.second))));
		assertThatThrownBy(() -> this.first.hub.start(specs("a"), options)).isInstanceOf(InvalidProcessException.class)
			.hasMessageContaining("has 1 instance");
	}

	@Test
	void mappingIsRefusedByAHubThatChoosesItself() {
		TestCluster choosing = new TestCluster();
		choosing.distribution = ConsistentHashing::new;
		Member member = choosing.join("m1");
		StartOptions options = StartOptions.defaults().withChildMapping(Map.of("a", List.of(name(member))));
		assertThatThrownBy(() -> member.hub.start(specs("a"), options)).isInstanceOf(InvalidProcessException.class)
			.hasMessageContaining("takes no mapping");
	}

	@Test
	void startOnANodeThatIsNotThereFailsAtOnce() {
		long from = this.cluster.scheduler.nanoTime();
		StartResult result = this.cluster
			.await(this.first.hub.start(specs("a", "b"), mapped(Map.of("a", name(this.second), "b", "address of m9"))));
		assertThat(this.cluster.scheduler.nanoTime() - from).isLessThan(Duration.ofSeconds(1).toNanos());
		assertThat(result.ids()).containsExactly("a");
		assertThat(result.errors()).singleElement().satisfies((error) -> {
			assertThat(error.id()).isEqualTo("b");
			assertThat(error.node()).isEqualTo("address of m9");
			assertThat(error.reason()).isEqualTo(ProcessError.Reason.NODE_ABSENT);
			assertThat(error.message()).contains("address of m9", name(this.second));
		});
		assertThatThrownBy(() -> start(this.first, Map.of("b", "address of m9")))
			.hasCauseInstanceOf(ProcessUnavailableException.class);
		this.cluster.join("m9");
		this.cluster.advance(MOMENT);
		assertThat(this.cluster.directory()).containsOnlyKeys("a");
	}

	@Test
	void processWaitsForItsNodeAndRunsAgainThere() {
		start(this.first, Map.of("a", name(this.first), "b", name(this.second)));
		this.cluster.kill(this.second);
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(this.cluster.made).as("nothing was started elsewhere").isEqualTo(2);
		ProcessInstance waiting = lookup(this.third, "b").instance();
		assertThat(waiting.state()).isEqualTo(ProcessState.WAITING);
		assertThat(waiting.node().name()).isEqualTo("address of m2");
		assertThat(lookup(this.third, "a").instance().state()).isEqualTo(ProcessState.RUNNING);
		this.cluster.join("m4");
		this.cluster.advance(MOMENT);
		assertThat(this.cluster.made).isEqualTo(2);
		Member back = this.cluster.join("m2");
		this.cluster.advance(MOMENT);
		assertThat(back.parts().supervisor().ids()).containsExactly("b");
		assertThat(lookup(this.third, "b").instance().state()).isEqualTo(ProcessState.RUNNING);
		assertThat(this.cluster.<Object>await(this.first.hub.call("b", "add"))).isEqualTo(1L);
	}

	@Test
	void callOfAProcessThatWaitsSaysForWhom() {
		start(this.first, Map.of("b", name(this.second)));
		this.cluster.kill(this.second);
		this.cluster.advance(MOMENT);
		CompletableFuture<Object> call = this.first.hub.call("b", "add");
		this.cluster.advance(Duration.ofSeconds(4));
		assertThat(call).isNotDone();
		this.cluster.advance(MOMENT);
		assertThatThrownBy(call::join).cause()
			.isInstanceOf(ProcessUnavailableException.class)
			.hasMessageContaining("waits for node address of m2");
	}

	@Test
	void callThatWaitsIsAnsweredWhenTheNodeIsBack() {
		start(this.first, Map.of("b", name(this.second)));
		this.cluster.kill(this.second);
		this.cluster.advance(MOMENT);
		CompletableFuture<Object> call = this.first.hub.call("b", "add");
		this.cluster.join("m2");
		this.cluster.advance(MOMENT);
		assertThat(call.join()).isEqualTo(1L);
	}

	@Test
	void nodeThatLeavesLeavesTheStateForWhenItIsBack() {
		start(this.first, Map.of("a", name(this.first), "b", name(this.second), "c", name(this.second)));
		this.cluster.await(this.first.hub.<Object>call("b", "add"));
		this.cluster.await(this.first.hub.<Object>call("b", "add"));
		long from = this.cluster.scheduler.nanoTime();
		this.cluster.leave(this.second);
		assertThat(this.cluster.scheduler.nanoTime() - from).as("it waits for nobody to take its processes")
			.isLessThan(Duration.ofSeconds(1).toNanos());
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(this.cluster.made).isEqualTo(3);
		assertThat(lookup(this.first, "b").instance().state()).isEqualTo(ProcessState.WAITING);
		this.cluster.join("m2");
		this.cluster.advance(MOMENT);
		assertThat(this.cluster.<Object>await(this.first.hub.call("b", "get"))).isEqualTo(2L);
		assertThat(this.cluster.<Object>await(this.first.hub.call("c", "get"))).isEqualTo(0L);
	}

	@Test
	void rebalancingMovesNothing() {
		start(this.first, Map.of("a", name(this.first), "b", name(this.first), "c", name(this.second)));
		this.cluster.kill(this.second);
		this.cluster.advance(MOMENT);
		this.cluster.await(this.first.hub.rebalance());
		this.cluster.advance(MOMENT);
		assertThat(this.first.parts().supervisor().ids()).containsExactlyInAnyOrder("a", "b");
		assertThat(this.cluster.made).isEqualTo(3);
	}

	@Test
	void waitingProcessCanBeStopped() {
		start(this.first, Map.of("b", name(this.second)));
		this.cluster.kill(this.second);
		this.cluster.advance(MOMENT);
		this.cluster.await(this.first.hub.stop("b"));
		this.cluster.join("m2");
		this.cluster.advance(MOMENT);
		assertThat(this.cluster.made).isEqualTo(1);
		assertThat(this.first.hub.contains("b")).isFalse();
	}

	@Test
	void processesOfTheConfigurationStartWithTheirNode() {
		this.cluster.configured = specs("x", "y");
		this.cluster.childMapping = Map.of("x", List.of("address of m4"), "y", List.of("address of m5"));
		Member fourth = this.cluster.join("m4");
		assertThat(fourth.parts().supervisor().ids()).containsExactly("x");
		Member fifth = this.cluster.join("m5");
		this.cluster.advance(MOMENT);
		assertThat(fifth.parts().supervisor().ids()).containsExactly("y");
		assertThat(this.cluster.made).isEqualTo(2);
		this.cluster.await(fifth.hub.stop("x"));
		this.cluster.join("m6");
		this.cluster.advance(MOMENT);
		assertThat(this.cluster.made).as("only its own node starts it").isEqualTo(2);
	}

	private void start(Member caller, Map<String, String> nodes) {
		this.cluster.await(caller.hub.start(specs(nodes.keySet().toArray(String[]::new)), mapped(nodes)));
		this.cluster.advance(MOMENT);
	}

	private static List<ProcessSpec> specs(String... ids) {
		return List.of(ids).stream().map((id) -> ProcessSpec.of(id, TestCluster.TYPE)).toList();
	}

	private static StartOptions mapped(Map<String, String> nodes) {
		Map<String, List<String>> mapping = new HashMap<>();
		nodes.forEach((id, node) -> mapping.put(id, List.of(node)));
		return StartOptions.defaults().withChildMapping(mapping);
	}

	private static ProcessInfo lookup(Member member, String id) {
		return member.hub.lookup(id).orElseThrow();
	}

	private static String name(Member member) {
		return "address of " + member.name;
	}

}
