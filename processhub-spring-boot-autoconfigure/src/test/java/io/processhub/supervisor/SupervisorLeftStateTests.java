/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.processhub.StopReason;
import io.processhub.cluster.PayloadCodec;
import io.processhub.process.ConflictAware;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the states of instances that are stopped because of what goes on between the
 * sides of a cluster.
 */
@Timeout(60)
class SupervisorLeftStateTests {

	private static final long TOKEN = 7;

	private final SupervisorFixture fixture = new SupervisorFixture();

	private final ProcessSupervisor supervisor = this.fixture.supervisor;

	private final List<String> log = new ArrayList<>();

	@Test
	void processGoesOnWithItsStateUnderTheSameAssignment() {
		start(1, TOKEN, new Recorder(this.log), null).state = "s";
		forbid();
		assertThat(this.log).containsExactly("started", "export", "stopping PARTITIONED");
		assertThat(this.supervisor.leftStates()).containsOnlyKeys("p");
		assertThat(this.fixture.news).as("nobody is told, for nobody has taken its place").isEmpty();
		this.supervisor.permit();
		this.log.clear();
		start(2, TOKEN, new Recorder(this.log), null);
		assertThat(this.log).containsExactly("restore s", "started");
		assertThat(this.supervisor.leftStates()).isEmpty();
	}

	@Test
	void processStartsAnewUnderAnotherAssignment() {
		start(1, TOKEN, new Recorder(this.log), null).state = "s";
		forbid();
		this.supervisor.permit();
		this.log.clear();
		start(2, TOKEN + 1, new Recorder(this.log), null);
		assertThat(this.log).containsExactly("started");
		LeftState left = this.supervisor.leftStates().get("p");
		assertThat(left.mergeable()).isFalse();
		assertThat(left.assignment()).isEqualTo(new Assignment(1, TOKEN, 0));
		assertThat(this.supervisor.takeLeftState("p", left)).isTrue();
		assertThat(this.supervisor.takeLeftState("p", left)).isFalse();
	}

	@Test
	void stateThatHasBeenLeftIsNewerThanTheOneThatWaits() {
		start(1, TOKEN, new Recorder(this.log), this.fixture.codec.encode("old")).state = "new";
		forbid();
		this.supervisor.permit();
		this.log.clear();
		start(1, TOKEN, new Recorder(this.log), this.fixture.codec.encode("old"));
		assertThat(this.log).containsExactly("restore new", "started");
	}

	@Test
	void stateIsSerializedWhenItIsAskedForAndNotBeforeTheInstanceHasStopped() {
		start(1, TOKEN, new Recorder(this.log), null).state = "s";
		int before = this.fixture.codec.encoded();
		forbid();
		assertThat(this.fixture.codec.encoded()).as("members that are cut off could hold it up").isEqualTo(before);
		LeftState left = this.supervisor.leftStates().get("p");
		assertThat(this.fixture.codec.decode(left.state())).isEqualTo("s");
		assertThat(left.state()).isSameAs(left.state());
		assertThat(this.fixture.codec.encoded()).isEqualTo(before + 1);
	}

	@Test
	void stateThatCannotBeSerializedIsLost() {
		start(1, TOKEN, new Recorder(this.log), null).state = "s";
		forbid();
		this.supervisor.permit();
		this.log.clear();
		this.fixture.codec.padding = PayloadCodec.MAX_SIZE;
		start(2, TOKEN, new Recorder(this.log), null);
		assertThat(this.log).containsExactly("started");
		assertThat(this.supervisor.leftStates()).isEmpty();
	}

	@Test
	void stateIsStillThereWhenTheQuorumIsLostBeforeTheNextInstanceIsUp() {
		start(1, TOKEN, new Recorder(this.log), null).state = "s";
		forbid();
		this.supervisor.permit();
		Recorder failing = new Recorder(this.log);
		failing.startFailure = new IllegalStateException("Not yet");
		this.supervisor.start(List.of(activation(1, TOKEN, failing, null)), true);
		this.fixture.run();
		assertThat(this.supervisor.leftStates()).isEmpty();
		forbid();
		this.supervisor.permit();
		this.log.clear();
		start(1, TOKEN, new Recorder(this.log), null);
		assertThat(this.log).containsExactly("restore s", "started");
	}

	@Test
	void instanceThatIsStartedWhileTheOneBeforeStillStopsGetsItsState() {
		Recorder first = start(1, TOKEN, new Recorder(this.log), null);
		first.state = "s";
		this.supervisor.forbid();
		this.supervisor.permit();
		this.supervisor.start(List.of(activation(1, TOKEN, new Recorder(this.log), null)));
		this.fixture.run();
		assertThat(this.log).containsExactly("started", "export", "stopping PARTITIONED", "restore s", "started");
	}

	@Test
	void stateThatCanBeMergedIsKeptWhenAnotherInstanceHasTakenThePlace() {
		start(1, TOKEN, new Merging(this.log), null).state = "s";
		this.fixture.run(this.supervisor.stop(Map.of("p", 1L), StopReason.FENCED));
		assertThat(this.log).containsExactly("started", "export", "stopping FENCED");
		assertThat(this.fixture.news).containsExactly("left state p");
		assertThat(this.supervisor.leftStates().get("p").mergeable()).isTrue();
	}

	@Test
	void stateOfAnInstanceThatIsReplacedOnTheSameNodeIsKept() {
		start(1, TOKEN, new Merging(this.log), null).state = "s";
		start(2, TOKEN + 1, new Merging(this.log), null);
		assertThat(this.log).containsExactly("started", "export", "stopping FENCED", "started");
		assertThat(this.supervisor.leftStates().get("p").assignment().epoch()).isOne();
	}

	@Test
	void otherStatesAreNotKept() {
		start(1, TOKEN, new Recorder(this.log), null).state = "not mergeable";
		this.fixture.run(this.supervisor.stop(Map.of("p", 1L), StopReason.FENCED));
		start(2, TOKEN, new Merging(this.log), null).state = "stopped";
		this.fixture.run(this.supervisor.stop(Map.of("p", 2L), StopReason.STOPPED));
		start(3, TOKEN, new Merging(this.log), null).state = "shut down";
		this.fixture.run(this.supervisor.stop(Map.of("p", 3L), StopReason.SHUTDOWN));
		start(4, TOKEN, new Merging(this.log), null);
		forbid();
		assertThat(this.log).filteredOn("export"::equals).as("there is no state to export").hasSize(1);
		assertThat(this.supervisor.leftStates()).isEmpty();
	}

	@Test
	void instanceThatIsTakenBackLeavesNoState() {
		Merging late = new Merging(this.log);
		late.state = "s";
		this.supervisor.startOnTrial(List.of(activation(1, TOKEN, late, null)), Duration.ofSeconds(1), true);
		this.fixture.scheduler.advance(Duration.ofSeconds(2), () -> {
		});
		this.fixture.run();
		assertThat(this.log).doesNotContain("export");
		assertThat(this.supervisor.leftStates()).isEmpty();
	}

	@Test
	void instanceThatHasCrashedLeavesNoState() {
		start(1, TOKEN, new Merging(this.log), null).state = "s";
		CompletableFuture<Object> handled = new CompletableFuture<>();
		this.fixture.send("p", handled);
		this.fixture.run();
		this.supervisor.stop(Map.of("p", 1L), StopReason.FENCED);
		handled.completeExceptionally(new IllegalStateException("Told to crash"));
		this.fixture.run();
		assertThat(this.fixture.destroyed).hasSize(1);
		assertThat(this.supervisor.leftStates()).isEmpty();
	}

	@Test
	void offerIsMergedBetweenMessages() {
		Merging process = start(1, TOKEN, new Merging(this.log), null);
		this.fixture.send("p", "a");
		TestEnvelope offer = this.fixture.call("p", new StateOffer(this.fixture.codec.encode("other")));
		this.fixture.send("p", "b");
		this.fixture.run();
		assertThat(this.log).containsExactly("started", "a", "merge other", "b");
		assertThat(offer.answer).isCompletedWithValue(null);
		assertThat(process.context().epoch()).isOne();
	}

	@Test
	void offerThatIsRefusedLeavesTheInstanceAsItIs() {
		start(1, TOKEN, new Merging(this.log), null);
		TestEnvelope offer = this.fixture.call("p", new StateOffer(this.fixture.codec.encode("refused")));
		this.fixture.run();
		assertThat(offer.answer).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(IllegalArgumentException.class);
		assertThat(this.fixture.ask("p", "a")).isEqualTo(1);
	}

	@Test
	void offerToWhatCannotMergeAndOfferWithoutAStateFail() {
		start(1, TOKEN, new Recorder(this.log), null);
		TestEnvelope offer = this.fixture.call("p", new StateOffer(this.fixture.codec.encode("other")));
		TestEnvelope empty = this.fixture.call("p", new StateOffer(this.fixture.codec.encode(null)));
		this.fixture.run();
		assertThat(offer.answer).isCompletedExceptionally();
		assertThat(empty.answer).isCompletedExceptionally();
		assertThat(this.fixture.ask("p", "a")).isEqualTo(1);
	}

	private void forbid() {
		this.fixture.run(this.supervisor.forbid());
	}

	private <T extends Recorder> T start(long epoch, long token, T recorder, byte @Nullable [] handover) {
		assertThat(this.fixture.run(this.supervisor.start(List.of(activation(epoch, token, recorder, handover)))))
			.isEmpty();
		return recorder;
	}

	private Activation activation(long epoch, long token, Recorder recorder, byte @Nullable [] handover) {
		Activation activation = this.fixture.activation("p", epoch, Recorder.class, () -> recorder, handover);
		return new Activation(activation.spec(), activation.type(), epoch, token, handover, Replica.FIRST);
	}

	private static final class Merging extends Recorder implements ConflictAware<String> {

		private Merging(List<String> log) {
			super(log);
		}

		@Override
		public void mergeState(String other) {
			if ("refused".equals(other)) {
				throw new IllegalArgumentException("Refused");
			}
			this.log.add("merge " + other);
		}

	}

}
