/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.processhub.ProcessError;
import io.processhub.ProcessSpec;
import io.processhub.ProcessUnavailableException;
import io.processhub.StopFuture;
import io.processhub.directory.ProcessRecord;
import io.processhub.engine.TestCluster.Member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for nodes of one hub that have other settings, or speak another version of the
 * messages: they leave each other's processes alone, and nothing is lost.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class DisagreementTests {

	private static final int PROCESSES = 60;

	private final TestCluster cluster = new TestCluster();

	private Member first;

	private Member second;

	@BeforeEach
	void start() {
		this.first = this.cluster.join("m1");
		this.second = this.cluster.join("m2");
		startAll(this.first, "p");
		assertThat(callAll(this.first, "p", "add")).containsOnly(1L);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nothingMovesBetweenNodesThatDisagree(boolean otherVersion) {
		Map<String, ProcessRecord> before = this.cluster.directory();
		int instances = this.cluster.made;
		Member third = join(otherVersion);
		this.cluster.advance(Duration.ofMinutes(5));
		this.cluster.await(this.first.hub.rebalance());
		this.cluster.advance(Duration.ofMinutes(5));
		assertThat(this.cluster.directory()).isEqualTo(before);
		assertThat(this.cluster.made).isEqualTo(instances);
		assertThat(third.hub.processes()).hasSize(PROCESSES);
		assertThat(third.hub.localProcesses()).isEmpty();
		startAll(third, "q");
		assertThat(third.hub.localProcesses()).hasSize(PROCESSES);
		this.cluster.advance(Duration.ofMinutes(5));
		assertThat(third.hub.localProcesses()).hasSize(PROCESSES);
		assertThat(callAll(third, "q", "add")).containsOnly(1L);
		assertThat(callAll(this.first, "p", "get")).containsOnly(1L);
		assertThat(this.cluster.made).isEqualTo(instances + PROCESSES);
	}

	@Test
	void differenceOfSettingsIsSaidOnceOnEachNode(CapturedOutput output) {
		Member third = join(false);
		this.cluster.advance(Duration.ofMinutes(5));
		assertThat(output.getOut().lines().filter((line) -> line.contains("other settings"))).hasSize(4)
			.filteredOn((line) -> line.contains(third.hub.localNode().toString()))
			.hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains("WARN", "address of m3",
					"distribution is 'consistent-hashing with 128 virtual nodes' there and "
							+ "'consistent-hashing with 64 virtual nodes' here"));
	}

	@Test
	void otherVersionIsSaidOnceOnEachNode(CapturedOutput output) {
		Member third = join(true);
		this.cluster.advance(Duration.ofMinutes(5));
		assertThat(output.getOut().lines().filter((line) -> line.contains("another version"))).hasSize(4)
			.filteredOn((line) -> line.contains(third.hub.localNode().toString()))
			.hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains("WARN", "address of m3", "version 1 of this node"));
		assertThat(this.first.hub.nodes()).hasSize(2);
	}

	@Test
	void callsGoBetweenNodesOfOtherSettings() {
		Member third = join(false);
		startAll(third, "q");
		assertThat(callAll(this.first, "q", "add")).containsOnly(1L);
		assertThat(callAll(third, "p", "get")).containsOnly(1L);
		assertThat(this.first.hub.nodes()).hasSize(3);
	}

	@Test
	void callsToANodeOfAnotherVersionFailAtOnce(CapturedOutput output) {
		Member third = join(true);
		startAll(third, "q");
		int before = this.cluster.sent(Kind.DELIVER).size();
		for (Member caller : List.of(this.first, third)) {
			String id = (caller == third) ? "p1" : "q1";
			Member there = (caller == third) ? memberOf(id) : third;
			CompletableFuture<Object> answer = caller.hub.call(id, "add");
			caller.hub.send(id, "add");
			this.cluster.run();
			assertThat(answer).isCompletedExceptionally();
			assertThatExceptionOfType(CompletionException.class).isThrownBy(answer::join)
				.withCauseInstanceOf(ProcessUnavailableException.class)
				.withMessageContaining("another version of the messages")
				.withMessageContaining(there.hub.localNode().toString());
			assertThat(output).contains("Message to process '%s' of hub 'test' was dropped".formatted(id));
		}
		assertThat(this.cluster.sent(Kind.DELIVER)).hasSize(before);
	}

	@Test
	void processOnANodeOfAnotherVersionIsRemovedAtOnceAndStopsLater() {
		Member third = join(true);
		startAll(third, "q");
		StopFuture stopped = this.first.hub.stop("q1", "q2");
		this.cluster.run();
		assertThat(stopped.isDone()).isTrue();
		assertThat(stopped.join().stopped()).containsExactly("q1", "q2");
		assertThat(stopped.join().errors()).extracting(ProcessError::id).containsExactlyInAnyOrder("q1", "q2");
		assertThat(stopped.join().errors()).extracting(ProcessError::message)
			.allMatch((message) -> message.contains("has not stopped yet"));
		assertThat(this.cluster.directory()).doesNotContainKeys("q1", "q2");
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(third.parts().supervisor().ids()).hasSize(PROCESSES - 2).doesNotContain("q1", "q2");
	}

	/**
	 * As when a setting is changed node by node.
	 */
	@Test
	void lastNodeOfTheOldSettingsHandsOverToTheNewOnes() {
		Member third = join(false);
		this.cluster.leave(this.first);
		assertThat(callAll(third, "p", "get")).as("first").containsOnly(1L);
		assertThat(third.hub.localProcesses()).isEmpty();
		Member fourth = this.cluster.join("m4", 128, false);
		this.cluster.leave(this.second);
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(callAll(third, "p", "get")).as("second").containsOnly(1L);
		assertThat(third.hub.localProcesses()).isNotEmpty();
		assertThat(fourth.hub.localProcesses()).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void processesOfANodeThatDiesAreTakenOverByThoseThatAreLeft(boolean otherVersion) {
		Member third = join(otherVersion);
		startAll(third, "q");
		this.cluster.kill(third);
		this.cluster.advance(Duration.ofMinutes(2));
		assertThat(callAll(this.first, "q", "add")).containsOnly(1L);
		Member again = this.cluster.join("m5", otherVersion ? 64 : 128, otherVersion);
		this.cluster.kill(this.first);
		this.cluster.kill(this.second);
		this.cluster.advance(Duration.ofMinutes(2));
		assertThat(callAll(again, "q", "add")).containsOnly(1L);
		assertThat(callAll(again, "p", "add")).containsOnly(1L);
	}

	private Member join(boolean otherVersion) {
		return this.cluster.join("m3", otherVersion ? 64 : 128, otherVersion);
	}

	private Member memberOf(String id) {
		return this.first.parts().supervisor().contains(id) ? this.first : this.second;
	}

	private void startAll(Member member, String prefix) {
		this.cluster.await(member.hub.start(IntStream.range(0, PROCESSES)
			.mapToObj((i) -> ProcessSpec.of(prefix + i, TestCluster.TYPE))
			.toArray(ProcessSpec[]::new)));
	}

	private Iterable<Object> callAll(Member member, String prefix, String message) {
		Map<String, Object> answers = new TreeMap<>();
		for (int i = 0; i < PROCESSES; i++) {
			String id = prefix + i;
			answers.put(id, this.cluster.<Object>await(member.hub.call(id, message)));
		}
		return answers.values();
	}

}
