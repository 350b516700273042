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

import org.junit.jupiter.api.Test;

import io.processhub.HubFuture;
import io.processhub.ProcessSpec;
import io.processhub.ProcessUnavailableException;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.Slot;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotOperation;
import io.processhub.directory.Slots;
import io.processhub.engine.TestCluster.Member;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Recovery}.
 */
class RecoveryTests {

	private final TestCluster cluster = new TestCluster();

	private final Member first = this.cluster.join("m1");

	@Test
	void nodeThatStoodStillGoesOnWhenTheOthersHaveAnswered() {
		Member second = this.cluster.join("m2");
		String id = startOn(this.first);
		this.cluster.scheduler.skip(Duration.ofSeconds(2));
		CompletableFuture<Object> answer = this.first.hub.call(id, "add");
		this.cluster.run();
		assertThat(this.cluster.sent(Kind.ANNOUNCE)).isNotEmpty();
		assertThat(this.cluster.<Object>await(answer)).isEqualTo(1L);
		assertThat(second.hub.nodes()).hasSize(2);
	}

	@Test
	void nodeThatStoodStillDoesNothingWhileANodeDoesNotAnswer() {
		Member second = this.cluster.join("m2");
		String id = startOn(this.first);
		second.receiver = null;
		this.cluster.scheduler.skip(Duration.ofSeconds(2));
		CompletableFuture<Object> answer = this.first.hub.call(id, "add", Object.class, Duration.ofSeconds(20));
		this.cluster.advance(Duration.ofSeconds(5));
		assertThat(answer).isNotDone();
		assertThat(this.first.parts().recovery().isUnderWay()).isTrue();
		this.cluster.kill(second);
		this.cluster.advance(Duration.ofSeconds(20));
		assertThat(answer).as("alone, it waits to be joined").isCompletedExceptionally();
		this.cluster.advance(Duration.ofSeconds(20));
		assertThat(this.cluster.<Object>await(this.first.hub.call(id, "get"))).isNotNull();
	}

	@Test
	void nodeThatIsCastOutWhileItAsksTheOthersHandlesNothing() {
		Member second = this.cluster.join("m2");
		Member third = this.cluster.join("m3");
		String id = startOn(this.first);
		second.receiver = null;
		third.receiver = null;
		this.cluster.scheduler.skip(Duration.ofSeconds(2));
		CompletableFuture<Object> answer = this.first.hub.call(id, "add", Object.class, Duration.ofSeconds(20));
		this.cluster.advance(Duration.ofMillis(100));
		this.cluster.members.remove(second.name);
		this.cluster.members.remove(third.name);
		this.first.tell();
		assertHandlesNothing(answer);
	}

	@Test
	void nodeThatIsAloneBeforeItNoticesThatItStoodStillHandlesNothing() {
		Member second = this.cluster.join("m2");
		Member third = this.cluster.join("m3");
		String id = startOn(this.first);
		this.cluster.scheduler.skip(Duration.ofSeconds(2));
		this.cluster.members.remove(second.name);
		this.cluster.members.remove(third.name);
		this.first.tell();
		this.cluster.run();
		CompletableFuture<Object> answer = this.first.hub.call(id, "add", Object.class, Duration.ofSeconds(20));
		assertHandlesNothing(answer);
	}

	@Test
	void nodeThatIsAloneBeforeItsViewSaysSoHandlesNothing() {
		Member second = this.cluster.join("m2");
		Member third = this.cluster.join("m3");
		String id = startOn(this.first);
		this.cluster.scheduler.skip(Duration.ofSeconds(2));
		this.cluster.members.remove(second.name);
		this.cluster.members.remove(third.name);
		CompletableFuture<Object> answer = this.first.hub.call(id, "add", Object.class, Duration.ofSeconds(20));
		this.cluster.run();
		this.first.tell();
		assertHandlesNothing(answer);
	}

	@Test
	void nodeThatTheOthersHaveJoinedGoesOn() {
		Member second = this.cluster.join("m2");
		Member third = this.cluster.join("m3");
		String id = startOn(this.first);
		this.cluster.scheduler.skip(Duration.ofSeconds(2));
		CompletableFuture<Object> answer = this.first.hub.call(id, "add");
		this.cluster.rename(second, "m4");
		this.cluster.rename(third, "m5");
		this.cluster.advance(Duration.ofSeconds(3));
		assertThat(answer).isCompletedWithValue(1L);
	}

	@Test
	void nodeThatStoodStillGoesOnThoughAFewOthersHaveDied() {
		Member second = this.cluster.join("m2");
		this.cluster.join("m3");
		String id = startOn(this.first);
		second.receiver = null;
		this.cluster.scheduler.skip(Duration.ofSeconds(2));
		CompletableFuture<Object> answer = this.first.hub.call(id, "add");
		this.cluster.advance(Duration.ofMillis(100));
		this.cluster.kill(second);
		this.cluster.advance(Duration.ofSeconds(3));
		assertThat(answer).isCompletedWithValue(1L);
	}

	@Test
	void memberThatDoesNotRunTheHubIsNotWaitedFor() {
		this.cluster.join("m2");
		this.cluster.members.put("stranger", this.cluster.new Member("stranger"));
		this.cluster.members.values().forEach(Member::tell);
		this.cluster.advance(Duration.ofSeconds(5));
		String id = startOn(this.first);
		this.cluster.scheduler.skip(Duration.ofSeconds(2));
		CompletableFuture<Object> answer = this.first.hub.call(id, "add");
		this.cluster.advance(Duration.ofSeconds(3));
		assertThat(answer).isCompletedWithValue(1L);
	}

	@Test
	void nodeOfAnotherVersionIsNotWaitedFor() {
		this.cluster.join("m2");
		this.cluster.join("m3", 64, true);
		assertGoesOnAfterStandingStill();
	}

	@Test
	void hubThatHasClosedOnAMemberThatStaysIsNotWaitedFor() {
		this.cluster.join("m2");
		Member third = this.cluster.join("m3");
		this.cluster.await(third.engine.stop(Duration.ofSeconds(10)));
		third.receiver = null;
		assertGoesOnAfterStandingStill();
	}

	private void assertGoesOnAfterStandingStill() {
		String id = startOn(this.first);
		this.cluster.scheduler.skip(Duration.ofSeconds(2));
		CompletableFuture<Object> answer = this.first.hub.call(id, "add");
		this.cluster.advance(Duration.ofSeconds(3));
		assertThat(answer).isCompletedWithValue(1L);
	}

	@Test
	void startFindsAProcessWhoseSlotIsLostMeanwhile() {
		String id = startOn(this.first);
		long incarnation = this.cluster.directory().get(id).incarnation();
		this.cluster.commands = (command) -> {
			if (command instanceof SlotCommand.Change change
					&& change.operations().stream().anyMatch(SlotOperation.Claim.class::isInstance)) {
				this.cluster.slots.clear();
			}
		};
		this.cluster.await(this.first.hub.start(List.of(ProcessSpec.of(id, TestCluster.TYPE)),
				StartOptions.defaults().withCheckExisting(false)));
		assertThat(this.cluster.directory().get(id).incarnation()).isEqualTo(incarnation);
		assertThat(this.cluster.made).isOne();
	}

	@Test
	void whatWasStoppedOnOneSideIsStoppedOnTheOther() {
		Member second = this.cluster.join("m2");
		String id = startOn(this.first);
		Map<Integer, Slot> otherSide = copyOfSlots();
		this.cluster.await(second.hub.stop(id));
		this.cluster.slots.putAll(otherSide);
		assertThat(this.cluster.directory()).containsKey(id);
		this.cluster.rename(second, "m3");
		assertThat(this.cluster.directory()).doesNotContainKey(id);
		this.cluster.advance(Duration.ofSeconds(1));
		assertThat(second.hub.contains(id)).isFalse();
		assertThat(this.first.hub.contains(id)).isFalse();
	}

	@Test
	void startAfterAStopOnOneSideWaitsUntilTheOtherKnowsOfTheStop() {
		Member second = this.cluster.join("m2");
		String id = startOn(this.first);
		long incarnation = this.cluster.directory().get(id).incarnation();
		Map<Integer, Slot> otherSide = copyOfSlots();
		this.cluster.await(second.hub.stop(id));
		this.cluster.slots.putAll(otherSide);
		this.cluster.renameUnheard(second, "m3");
		second.tell();
		HubFuture<StartResult> started = second.hub.start(List.of(ProcessSpec.of(id, TestCluster.TYPE)),
				StartOptions.defaults().withCheckExisting(false));
		this.first.tell();
		assertThat(this.cluster.await(started).ids()).containsExactly(id);
		assertThat(this.cluster.directory().get(id).incarnation()).isNotEqualTo(incarnation);
		this.cluster.advance(Duration.ofSeconds(6));
		assertThat(this.cluster.directory()).containsKey(id);
		assertThat(second.hub.contains(id)).isTrue();
	}

	@Test
	void startOnANodeThatDoesNotLearnHowThingsAreEndsInTime() {
		Member second = this.cluster.join("m2");
		this.cluster.scheduler.skip(Duration.ofSeconds(2));
		second.receiver = null;
		CompletableFuture<StartResult> started = this.first.hub
			.start(List.of(ProcessSpec.of("late", TestCluster.TYPE)),
					StartOptions.defaults().withTimeout(Duration.ofSeconds(3)))
			.toCompletionStage()
			.toCompletableFuture();
		this.cluster.advance(Duration.ofSeconds(2));
		assertThat(started).isNotDone();
		this.cluster.advance(Duration.ofSeconds(2));
		assertThat(started).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(ProcessUnavailableException.class);
		this.cluster.kill(second);
		this.cluster.advance(Duration.ofSeconds(20));
		assertThat(this.cluster.directory()).doesNotContainKey("late");
	}

	@Test
	void nodeThatJoinsAnotherSideWhileItsHubStartsIsUp() {
		Member second = this.cluster.new Member("m2");
		this.cluster.members.put(second.name, second);
		this.cluster.commands = (command) -> {
			if (second.name.equals("m2")) {
				this.cluster.renameUnheard(second, "m3");
				this.cluster.members.values().forEach(Member::tell);
			}
		};
		this.cluster.members.values().forEach(Member::tell);
		this.cluster.await(second.engine.start());
		this.cluster.advance(Duration.ofSeconds(1));
		assertThat(second.name).isEqualTo("m3");
		assertThat(startOn(second)).isNotNull();
	}

	@Test
	void whatRanOnANodeThatDiesWhileItJoinsTheOtherSideIsBroughtAlong() {
		Member second = this.cluster.join("m2");
		this.cluster.join("m3");
		Map<Integer, Slot> otherSide = copyOfSlots();
		String id = startOn(second);
		this.cluster.slots.put(Slots.of(id), otherSide.getOrDefault(Slots.of(id), new Slot()));
		this.cluster.rename(this.first, "m4");
		assertThat(this.first.hub.contains(id)).isFalse();
		this.cluster.kill(second);
		this.cluster.advance(Duration.ofSeconds(3));
		assertThat(this.cluster.directory()).containsKey(id);
		assertThat(this.cluster.members.values()).filteredOn((member) -> member.parts().supervisor().contains(id))
			.hasSize(1);
	}

	@Test
	void whatWasStoppedAndPutBackIsNotTakenForWhatIsToBeStarted() {
		String id = startOn(this.first);
		Map<Integer, Slot> before = copyOfSlots();
		long incarnation = this.cluster.directory().get(id).incarnation();
		this.cluster.await(this.first.hub.stop(id));
		this.cluster.slots.putAll(before);
		this.cluster.await(this.first.hub.start(ProcessSpec.of(id, TestCluster.TYPE)));
		assertThat(this.cluster.directory().get(id).incarnation()).isNotEqualTo(incarnation);
		assertThat(this.cluster.<Object>await(this.first.hub.call(id, "add"))).isEqualTo(1L);
	}

	@Test
	void whatASlotThatWasLostKnowsToBeRemovedIsForgotten() {
		String id = startOn(this.first);
		ProcessRecord record = this.cluster.directory().get(id);
		Slot slot = new Slot();
		slot.execute(
				new SlotCommand.Change(record.revision(), List.of(new SlotOperation.Bury(id, record.incarnation()))));
		this.cluster.slots.put(Slots.of(id), slot);
		this.cluster.advance(Duration.ofSeconds(20));
		assertThat(this.first.hub.contains(id)).isFalse();
		assertThat(this.first.parts().supervisor().contains(id)).isFalse();
	}

	private void assertHandlesNothing(CompletableFuture<Object> answer) {
		this.cluster.advance(Duration.ofSeconds(15));
		assertThat(answer).isNotDone();
		assertThat(this.first.parts().recovery().isUnderWay()).isTrue();
	}

	private Map<Integer, Slot> copyOfSlots() {
		Map<Integer, Slot> copies = new TreeMap<>();
		this.cluster.slots.forEach((slot, data) -> copies.put(slot, copy(data)));
		return copies;
	}

	private static Slot copy(Slot slot) {
		WireWriter writer = new WireWriter(256);
		slot.writeTo(writer);
		return Slot.readFrom(new WireReader(writer.toByteArray()));
	}

	private String startOn(Member member) {
		for (int i = 0;; i++) {
			String id = "p" + i;
			this.cluster.await(member.hub.start(ProcessSpec.of(id, TestCluster.TYPE)));
			if (member.parts().supervisor().contains(id)) {
				return id;
			}
		}
	}

}
