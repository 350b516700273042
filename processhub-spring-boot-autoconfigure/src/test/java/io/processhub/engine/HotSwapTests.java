/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.processhub.ProcessSpec;
import io.processhub.StopReason;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotOperation;
import io.processhub.directory.Slots;
import io.processhub.engine.TestCluster.Member;
import io.processhub.process.ProcessContext;
import io.processhub.process.ProcessLifecycle;
import io.processhub.strategy.distribution.Sticky;
import io.processhub.strategy.migration.HotSwap;
import io.processhub.supervisor.ProcessType.InstanceFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for hubs with {@link HotSwap}.
 */
@ExtendWith(OutputCaptureExtension.class)
class HotSwapTests {

	private static final int PROCESSES = 20;

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final TestCluster cluster = new TestCluster();

	private final List<String> log = new ArrayList<>();

	private boolean handover = true;

	private Duration retention = Duration.ofSeconds(5);

	private boolean confirm;

	private Duration dataWait = Duration.ofSeconds(3);

	private Duration timeout = Duration.ofSeconds(10);

	private @Nullable String failing;

	private CompletableFuture<Object> busy = CompletableFuture.completedFuture(null);

	private Member first;

	private Member second;

	@Test
	void newInstanceIsMadeFirstAndTheOldOneStopsLast() {
		begin();
		join();
		assertThat(this.log).containsSubsequence("made on m2", "state of m1", "state for m2", "started on m2",
				"stopping MIGRATED on m1", "destroyed on m1");
		assertMoved();
	}

	@Test
	void nothingIsHandedOverUnlessItIsWanted() {
		this.handover = false;
		begin();
		join();
		assertThat(this.log).doesNotContain("state of m1", "state for m2");
		assertThat(runningOn(this.second)).isNotEmpty();
		all().forEach((id) -> assertThat(get(id)).as(id).isEqualTo(runningOn(this.second).contains(id) ? 0L : 1L));
	}

	@Test
	void moveWhoseInstanceCannotBeMadeIsGivenUp(CapturedOutput output) {
		begin();
		this.failing = "made on m2";
		join();
		assertStayed();
		assertThat(this.log).doesNotContain("state of m1", "destroyed on m1");
		assertThat(output.getOut().lines().filter((line) -> line.contains("was given up"))).hasSize(1);
		assertThat(output).contains("Told to fail");
	}

	@ParameterizedTest
	@ValueSource(strings = { "state for m2", "started on m2" })
	void processThatDoesNotComeUpGoesOnWhereItWas(String step) {
		begin();
		this.failing = step;
		List<String> waiting = new ArrayList<>();
		this.cluster.commands = onAssign(() -> all().forEach((id) -> sendTwice(id, waiting)));
		join();
		assertThat(waiting).isNotEmpty();
		assertThat(this.log).contains("made on m2", "destroyed on m2").doesNotContain("destroyed on m1");
		assertThat(this.first.engine.movesGivenUp()).isPositive();
		assertThat(runningOn(this.second)).isEmpty();
		assertThat(this.second.parts().supervisor().prepared()).isZero();
		this.cluster.commands = (command) -> {
		};
		all().forEach((id) -> assertThat(get(id)).as(id).isEqualTo(3L));
		assertThat(this.cluster.directory().values())
			.allSatisfy((record) -> assertThat(record.node()).isEqualTo(this.first.parts().localNode().id()));
		this.cluster.advance(SECOND);
		assertNoStateWaits();
	}

	@Test
	void messagesThatComeMeanwhileAreHandledInOrderByTheNewInstance() {
		begin();
		List<String> sent = new ArrayList<>();
		this.cluster.commands = onAssign(() -> all().forEach((id) -> sendTwice(id, sent)));
		join();
		this.cluster.commands = (command) -> {
		};
		assertThat(sent).isNotEmpty();
		assertMovedWith(3L);
		for (String id : runningOn(this.second)) {
			assertThat(this.log.stream().filter((line) -> line.startsWith(id + " "))).containsExactly(id + " add on m1",
					id + " first on m2", id + " second on m2");
		}
	}

	@Test
	void messageStaysBehindThoseThatAreKeptThoughItsNodeKnowsOfTheNewInstance() {
		begin();
		this.cluster.commands = onAssign(() -> {
			this.cluster.lost.add(Kind.ANSWER);
			all().forEach((id) -> this.first.hub.send(id, "first"));
		});
		join();
		this.cluster.advance(SECOND);
		List<String> moved = runningOn(this.second);
		assertThat(moved).isNotEmpty();
		moved.forEach((id) -> {
			assertThat(this.first.hub.lookup(id).orElseThrow().node()).isEqualTo(this.second.parts().localNode());
			this.first.hub.send(id, "second");
		});
		this.cluster.advance(this.retention);
		this.cluster.lost.clear();
		for (String id : moved) {
			assertThat(this.log.stream().filter((line) -> line.startsWith(id + " "))).containsExactly(id + " add on m1",
					id + " first on m2", id + " second on m2");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void stateIsWaitedForAsLongAsItIsToBe(boolean longEnough) {
		this.dataWait = Duration.ofSeconds(longEnough ? 6 : 3);
		begin();
		this.busy = new CompletableFuture<>();
		all().forEach((id) -> this.first.hub.send(id, "busy"));
		this.cluster.run();
		join();
		this.cluster.advance(Duration.ofSeconds(3));
		this.busy.complete(null);
		this.cluster.advance(SECOND);
		if (longEnough) {
			assertMovedWith(2L);
			return;
		}
		assertThat(this.log).contains("made on m2").doesNotContain("state of m1", "destroyed on m2");
		assertStayed(2L);
		this.cluster.advance(this.timeout);
		assertThat(this.log).as("what was prepared").contains("destroyed on m2");
	}

	@Test
	void processIsAtWorkUntilItsNewInstanceIsMade() {
		begin();
		this.cluster.lost.add(Kind.PREPARE);
		join();
		all().forEach((id) -> assertThat(get(id)).isEqualTo(1L));
		assertThat(this.first.hub.isLocked()).isTrue();
		this.cluster.advance(this.timeout);
		assertStayed();
		assertThat(this.first.hub.isLocked()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 10 })
	void preparationTakesNoLongerThanTheMoveMay(int seconds) {
		this.timeout = Duration.ofSeconds(seconds);
		begin();
		this.cluster.lost.add(Kind.PREPARE);
		join();
		this.cluster.advance(Duration.ofSeconds(3));
		assertThat(this.first.engine.movesGivenUp() > 0).isEqualTo(seconds == 2);
	}

	@Test
	void instanceThatIsNotMadeInTimeIsDestroyed() {
		begin();
		join(true);
		this.cluster.advance(this.timeout);
		assertStayed();
		assertThat(this.log).doesNotContain("made on m2");
		this.second.unstick();
		this.cluster.run();
		assertThat(this.log).as("nobody waits for it").doesNotContain("made on m2");
		assertThat(this.second.parts().supervisor().prepared()).isZero();
	}

	@Test
	void targetThatDiesBeforeTheSwitchLeavesEverythingAsItWas() {
		begin();
		this.cluster.commands = onAssign(() -> this.cluster.members.remove("m2"));
		join();
		this.cluster.kill(this.second);
		this.cluster.advance(this.timeout);
		assertStayed();
		assertThat(this.log).doesNotContain("destroyed on m1");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void targetThatDiesAfterTheSwitchGivesWayToTheOldInstance(boolean handedOver) {
		this.handover = handedOver;
		begin();
		this.cluster.lost.add(Kind.HANDOVER);
		this.cluster.commands = onAssign(() -> this.second.stuck = true);
		join();
		assertThat(this.cluster.directory().values())
			.anyMatch((record) -> record.node().equals(this.second.parts().localNode().id()));
		this.cluster.kill(this.second);
		this.cluster.advance(SECOND);
		assertStayed();
		assertThat(this.log).doesNotContain("destroyed on m1", "started on m2");
		assertNoStateWaits();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 5 })
	void oldInstanceIsKeptForItsRetention(int seconds) {
		this.retention = Duration.ofSeconds(seconds);
		begin();
		this.cluster.commands = onAssign(() -> this.second.stuck = true);
		join();
		this.cluster.advance(Duration.ofSeconds(2));
		assertThat(this.log.contains("destroyed on m1")).isEqualTo(seconds == 1);
		this.cluster.advance(Duration.ofSeconds(4));
		assertThat(this.log).contains("destroyed on m1");
		this.second.unstick();
		assertMoved();
	}

	@Test
	void handoverThatIsNotConfirmedGoesBack() {
		this.confirm = true;
		this.retention = Duration.ofSeconds(2);
		begin();
		this.cluster.commands = onAssign(() -> this.second.stuck = true);
		join();
		this.cluster.advance(Duration.ofSeconds(7));
		assertThat(this.log).doesNotContain("destroyed on m1");
		this.cluster.advance(Duration.ofSeconds(3));
		assertStayed();
		this.second.unstick();
		this.cluster.run();
		assertStayed();
		assertThat(this.log).doesNotContain("destroyed on m1", "started on m2");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 5 })
	void stateIsKeptForItsRetentionInCaseTheNewNodeIsLost(int seconds) {
		this.retention = Duration.ofSeconds(seconds);
		begin();
		join();
		this.cluster.advance(Duration.ofSeconds(1));
		List<String> moved = runningOn(this.second);
		assertThat(moved).isNotEmpty();
		this.cluster.kill(this.second);
		this.cluster.advance(SECOND);
		moved.forEach((id) -> assertThat(get(id)).as(id).isEqualTo((seconds == 5) ? 1L : 0L));
	}

	@Test
	void stateThatIsKeptIsNotTakenForThatOfALaterMove() {
		begin();
		join();
		List<String> moved = runningOn(this.second);
		moved.forEach((id) -> this.cluster.await(this.first.hub.call(id, "forget")));
		this.cluster.leave(this.second);
		moved.forEach((id) -> assertThat(get(id)).as(id).isEqualTo(0L));
	}

	@Test
	void sourceThatDiesMeanwhileIsTakenOverWithWhatIsPrepared() {
		begin();
		this.busy = new CompletableFuture<>();
		all().forEach((id) -> this.first.hub.send(id, "busy"));
		join();
		assertThat(this.second.parts().supervisor().prepared()).isPositive();
		int prepared = this.second.parts().supervisor().prepared();
		this.cluster.kill(this.first);
		this.cluster.advance(SECOND);
		assertThat(runningOn(this.second)).hasSize(PROCESSES);
		assertThat(this.second.parts().supervisor().prepared()).isZero();
		assertThat(this.log.stream().filter("made on m2"::equals)).hasSize(PROCESSES);
		assertThat(prepared).isLessThan(PROCESSES);
	}

	@Test
	void leavingNodeHandsOverColdWhatItCouldNotHandOverHot() {
		begin();
		join();
		List<String> moved = runningOn(this.second);
		moved.forEach((id) -> add(id));
		this.failing = "made on m1";
		this.cluster.await(this.second.engine.stop(Duration.ofSeconds(10)));
		this.failing = null;
		this.cluster.kill(this.second);
		moved.forEach((id) -> assertThat(get(id)).as(id).isEqualTo(2L));
	}

	@Test
	void rebalanceHandsOver() {
		this.cluster.distribution = Sticky::new;
		begin();
		join();
		assertThat(runningOn(this.second)).isEmpty();
		this.cluster.await(this.first.hub.rebalance());
		assertMoved();
	}

	@Test
	void gracefulLeaveHandsOver() {
		begin();
		join();
		all().forEach(this::add);
		this.log.clear();
		this.cluster.leave(this.second);
		assertThat(this.log).containsSubsequence("made on m1", "state of m2", "state for m1", "destroyed on m2");
		all().forEach((id) -> assertThat(get(id)).as(id).isEqualTo(2L));
	}

	@Test
	void processThatIsStoppedDuringItsMoveStaysStopped() {
		begin();
		List<CompletableFuture<?>> stops = new ArrayList<>();
		this.cluster.commands = onAssign(() -> all()
			.forEach((id) -> stops.add(this.first.hub.stop(id).toCompletionStage().toCompletableFuture())));
		join();
		this.cluster.advance(Duration.ofSeconds(20));
		assertThat(stops).isNotEmpty().allMatch(CompletableFuture::isDone);
		assertThat(this.cluster.directory()).isEmpty();
		assertThat(runningOn(this.first)).isEmpty();
		assertThat(runningOn(this.second)).isEmpty();
		assertThat(this.log.stream().filter((line) -> line.startsWith("made on ")))
			.hasSameSizeAs(this.log.stream().filter((line) -> line.startsWith("destroyed on ")).toList());
	}

	private void begin() {
		this.cluster.migration = new HotSwap(this.handover, this.retention, this.confirm, this.dataWait, this.timeout);
		this.cluster.instances = this::instances;
		this.first = this.cluster.join("m1");
		this.cluster.await(this.first.hub
			.start(all().map((id) -> ProcessSpec.of(id, TestCluster.TYPE)).toArray(ProcessSpec[]::new)));
		all().forEach(this::add);
	}

	private void join() {
		join(false);
	}

	private void join(boolean stuck) {
		this.second = this.cluster.begin("m2", 64, false);
		this.second.stuck = stuck;
		this.cluster.await(this.second.engine.start());
		this.cluster.advance(SECOND);
	}

	private InstanceFactory instances(Member member) {
		return new InstanceFactory() {

			@Override
			public Object create() {
				note("made on ", member);
				return new Observed(member);
			}

			@Override
			public void destroy(Object instance) {
				note("destroyed on ", member);
			}

		};
	}

	private void note(String what, Member member) {
		this.log.add(what + member.name);
		if ((what + member.name).equals(this.failing)) {
			throw new IllegalStateException("Told to fail");
		}
	}

	private Consumer<SlotCommand> onAssign(Runnable task) {
		boolean[] done = new boolean[1];
		return (command) -> {
			boolean assigns = command instanceof SlotCommand.Change change
					&& change.operations().stream().anyMatch(SlotOperation.Assign.class::isInstance);
			if (assigns && !done[0]) {
				done[0] = true;
				task.run();
			}
		};
	}

	private void sendTwice(String id, List<String> sent) {
		this.first.hub.send(id, "first");
		this.first.hub.send(id, "second");
		sent.add(id);
	}

	private static Stream<String> all() {
		return IntStream.range(0, PROCESSES).mapToObj((i) -> "p" + i);
	}

	private void add(String id) {
		this.cluster.await(this.first.hub.call(id, "add"));
	}

	private Object get(String id) {
		Member any = this.cluster.members.values().iterator().next();
		return this.cluster.await(any.hub.call(id, "get"));
	}

	private static List<String> runningOn(Member member) {
		return List.copyOf(member.parts().supervisor().ids());
	}

	private void assertMoved() {
		assertMovedWith(1L);
	}

	private void assertMovedWith(long value) {
		assertThat(runningOn(this.second)).isNotEmpty();
		assertThat(this.first.engine.movesGivenUp()).isZero();
		assertThat(this.first.engine.movedProcesses()).isEqualTo(runningOn(this.second).size());
		all().forEach((id) -> assertThat(get(id)).as(id).isEqualTo(value));
		assertThat(this.second.parts().supervisor().prepared()).isZero();
	}

	private void assertStayed() {
		assertStayed(1L);
	}

	private void assertStayed(long value) {
		assertThat(this.first.engine.movesGivenUp()).isPositive();
		assertThat(this.first.engine.movedProcesses()).isZero();
		assertThat(runningOn(this.first)).hasSize(PROCESSES);
		all().forEach((id) -> assertThat(get(id)).as(id).isEqualTo(value));
		assertThat(this.first.parts().busy().isEmpty()).isTrue();
	}

	private void assertNoStateWaits() {
		assertThat(all().map((id) -> this.cluster.slots.get(Slots.of(id)).execute(new SlotCommand.Read(List.of(id))))
			.flatMap((reply) -> reply.records().stream())).allMatch((record) -> record.handover() == null);
	}

	/**
	 * A counter that has what it does written down.
	 */
	private final class Observed extends TestCluster.Counter implements ProcessLifecycle {

		private final Member member;

		private @Nullable ProcessContext context;

		private boolean forgetful;

		private Observed(Member member) {
			HotSwapTests.this.cluster.super();
			this.member = member;
		}

		@Override
		Object handle(Object message) {
			if ("busy".equals(message)) {
				super.handle(message);
				return HotSwapTests.this.busy;
			}
			if ("forget".equals(message)) {
				this.forgetful = true;
				return 0L;
			}
			if (!"get".equals(message)) {
				HotSwapTests.this.log.add(this.context.id() + " " + message + " on " + this.member.name);
			}
			return super.handle(message);
		}

		@Override
		public @Nullable Long handoverState() {
			note("state of ", this.member);
			return this.forgetful ? null : super.handoverState();
		}

		@Override
		public void restoreState(Long state) {
			note("state for ", this.member);
			super.restoreState(state);
		}

		@Override
		public void started(ProcessContext context) {
			this.context = context;
			note("started on ", this.member);
		}

		@Override
		public void stopping(StopReason reason) {
			note("stopping " + reason + " on ", this.member);
		}

	}

}
