/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.engine.TestCluster.Member;
import io.processhub.strategy.partition.StaticQuorum;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is logged at INFO and above when the cluster changes: one line, however
 * many processes move.
 */
class MembershipLogTests {

	private static final int PROCESSES = 300;

	private static final Duration SETTLED = Duration.ofSeconds(5);

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.processhub");

	private final Level level = this.logger.getLevel();

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final TestCluster cluster = new TestCluster();

	@BeforeEach
	void listen() {
		this.logger.setLevel(Level.INFO);
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(this.level);
	}

	@Test
	void joinIsOneLineOnEachSide() {
		Member first = join("m1");
		start(first);
		Member second = join("m2");
		int moved = second.parts().supervisor().size();
		assertThat(moved).isBetween(1, PROCESSES);
		assertThat(lines()).containsExactlyInAnyOrder(
				"Hub 'test' on m1: m2 joined, 2 nodes now; processes: %d moved away, in # ms".formatted(moved),
				"Hub 'test' on m2: processes: %d moved here, in # ms".formatted(moved));
	}

	@Test
	void nodesThatJoinTogetherAreOneLine() {
		join("m1");
		lines();
		List<Member> more = IntStream.rangeClosed(1, 12)
			.mapToObj((i) -> this.cluster.begin("more" + i, 64, false))
			.toList();
		this.cluster.await(CompletableFuture.allOf(more.stream()
			.map((member) -> member.engine.start().toCompletableFuture())
			.toArray(CompletableFuture[]::new)));
		this.cluster.advance(SETTLED);
		assertThat(lines()).filteredOn((line) -> line.startsWith("Hub 'test' on m1:"))
			.singleElement()
			.satisfies((line) -> {
				assertThat(line).contains(" and 2 more joined, 13 nodes now; no process moved");
			});
	}

	@Test
	void leaveIsOneLineOnEachSide() {
		Member first = join("m1");
		Member second = join("m2");
		start(first);
		int moved = second.parts().supervisor().size();
		this.cluster.leave(second);
		this.cluster.advance(SETTLED);
		assertThat(lines()).containsExactlyInAnyOrder(
				"Hub 'test' stopped on m2 in # ms; processes: %d moved to other nodes, 0 stopped".formatted(moved),
				"Hub 'test' on m1: m2 left, 1 node now; processes: %d moved here, in # ms".formatted(moved));
	}

	@Test
	void whatGoesOnIsNotLoggedUntilNothingHasHappenedForASecond() {
		join("m1");
		Member second = this.cluster.begin("m2", 64, false);
		Member third = this.cluster.begin("m3", 64, false);
		CompletionStage<Void> joined = second.engine.start();
		this.cluster.advance(Duration.ofMillis(700));
		this.cluster.await(third.engine.start());
		this.cluster.await(joined);
		this.cluster.advance(Duration.ofMillis(700));
		assertThat(linesOf("m1")).isEmpty();
		this.cluster.kill(third);
		this.cluster.advance(Duration.ofMillis(700));
		assertThat(linesOf("m1")).isEmpty();
		this.cluster.advance(SETTLED);
		assertThat(linesOf("m1")).hasSize(1);
	}

	@Test
	void leaveIsNotLoggedBeforeTheNodeHasGone() {
		Member first = join("m1");
		Member second = join("m2");
		start(first);
		this.cluster.heldUp = true;
		CompletionStage<Void> left = second.engine.stop(Duration.ofSeconds(10));
		this.cluster.advance(Duration.ofSeconds(4));
		assertThat(lines()).isEmpty();
		this.cluster.release();
		this.cluster.await(left);
		this.cluster.advance(SETTLED);
		assertThat(lines()).filteredOn((line) -> line.startsWith("Hub 'test' on m1:"))
			.singleElement()
			.asString()
			.contains("m2 left, 1 node now");
	}

	@Test
	void lastNodeSaysWhatItStops() {
		Member first = join("m1");
		start(first);
		this.cluster.leave(first);
		assertThat(lines())
			.containsExactly("Hub 'test' stopped on m1 in # ms; processes: 0 moved to other nodes, 300 stopped");
	}

	@Test
	void lossIsOneLine() {
		Member first = join("m1");
		Member second = join("m2");
		start(first);
		int taken = second.parts().supervisor().size();
		this.cluster.kill(second);
		this.cluster.advance(SETTLED);
		assertThat(lines()).containsExactly(
				"Hub 'test' on m1: m2 lost, 1 node now; processes: %d taken over, in # ms".formatted(taken));
	}

	@Test
	void quorumIsLostAndBackInOneLineEach() {
		this.cluster.partitionTolerance = new StaticQuorum(2, true);
		Member first = this.cluster.begin("m1", 64, false);
		Member second = this.cluster.begin("m2", 64, false);
		this.cluster.await(first.engine.start());
		this.cluster.await(second.engine.start());
		this.cluster.advance(SETTLED);
		start(first);
		this.cluster.kill(second);
		this.cluster.advance(SETTLED);
		assertThat(lines()).filteredOn((line) -> line.contains(" on m1"))
			.hasSize(2)
			.anySatisfy((line) -> assertThat(line).contains("has no quorum with 1 nodes"))
			.contains("Hub 'test' on m1: m2 lost, 1 node now; no process moved");
		join("m3");
		assertThat(lines()).filteredOn((line) -> line.contains(" on m1"))
			.hasSize(2)
			.anySatisfy((line) -> assertThat(line).contains("has a quorum again with 2 nodes"))
			.anySatisfy((line) -> assertThat(line).startsWith("Hub 'test' on m1: m3 joined, 2 nodes now; processes: "));
	}

	@Test
	void rebalancingThatMovesNothingIsNotLogged() {
		Member first = join("m1");
		start(first);
		this.cluster.await(first.hub.rebalance());
		this.cluster.advance(SETTLED);
		assertThat(lines()).isEmpty();
	}

	private Member join(String name) {
		Member member = this.cluster.join(name);
		this.cluster.advance(SETTLED);
		return member;
	}

	private void start(Member member) {
		List<ProcessSpec> specs = IntStream.range(0, PROCESSES)
			.mapToObj((i) -> ProcessSpec.of("p" + i, TestCluster.TYPE))
			.toList();
		this.cluster.await(member.hub.start(specs, StartOptions.defaults()));
		this.cluster.advance(SETTLED);
		lines();
	}

	private List<String> linesOf(String node) {
		return lines().stream().filter((line) -> line.startsWith("Hub 'test' on " + node + ":")).toList();
	}

	/**
	 * Return what has been logged since the last time.
	 */
	private List<String> lines() {
		List<ILoggingEvent> events = new ArrayList<>(this.appender.list);
		this.appender.list.clear();
		return events.stream()
			.map(ILoggingEvent::getFormattedMessage)
			.map((line) -> line.replace("address of ", "").replaceAll("\\d+ ms", "# ms"))
			.toList();
	}

}
