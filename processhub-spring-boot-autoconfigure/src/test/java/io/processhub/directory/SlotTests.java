/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.processhub.ProcessState;
import io.processhub.RestartPolicy;
import io.processhub.directory.SlotReply.Outcome;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Slot}.
 */
class SlotTests {

	/**
	 * Where a slot goes on that was lost though it had come to revision 40.
	 */
	private static final long LOST = 40 + Slot.REACH;

	private static final String A1 = ReplicaId.of("a", 1);

	private static final String A2 = ReplicaId.of("a", 2);

	private final Slot slot = new Slot();

	@Test
	void claimMakesARecord() {
		Outcome outcome = change(claim("a", "n1", 11));
		assertThat(outcome).isEqualTo(new Outcome(true, 1, 1, null, null));
		assertThat(read("a"))
			.isEqualTo(new ProcessRecord(spec("a"), "n1", 11, 1, 1, ProcessState.RUNNING, 0, 11, null));
	}

	@Test
	void claimOfAnExistingProcessIsRefused() {
		change(claim("a", "n1", 11));
		ProcessRecord present = read("a");
		assertThat(change(claim("a", "n2", 22))).isEqualTo(new Outcome(false, 1, 1, null, present));
		assertThat(read("a")).isEqualTo(present);
		assertThat(digest().revision()).isOne();
	}

	@Test
	void repeatedClaimSucceedsWithoutChange() {
		Outcome first = change(claim("a", "n1", 11));
		assertThat(change(claim("a", "n1", 11))).isEqualTo(first);
		assertThat(digest().revision()).isOne();
		assertThat(change(claim("a", "n2", 11)).done()).isFalse();
	}

	@Test
	void failedProcessMayBeClaimedAgain() {
		change(claim("a", "n1", 11));
		change(new SlotOperation.Amend("a", 1, ProcessState.FAILED, 7));
		Outcome outcome = change(claim("a", "n2", 22));
		assertThat(outcome.done()).isTrue();
		assertThat(outcome.epoch()).isEqualTo(3);
		assertThat(read("a"))
			.isEqualTo(new ProcessRecord(spec("a"), "n2", 22, 3, 3, ProcessState.RUNNING, 0, 22, null));
	}

	@Test
	void assignTakesTheNextEpochAndKeepsTheRestarts() {
		change(claim("a", "n1", 11));
		change(new SlotOperation.Amend("a", 1, ProcessState.RUNNING, 4));
		byte[] state = { 1, 2 };
		Outcome outcome = change(new SlotOperation.Assign("a", 1, "n2", 22, state));
		assertThat(outcome.done()).isTrue();
		assertThat(outcome.epoch()).isEqualTo(3);
		assertThat(outcome.handover()).isEqualTo(state);
		ProcessRecord record = read("a");
		assertThat(record.node()).isEqualTo("n2");
		assertThat(record.restarts()).isEqualTo(4);
		assertThat(record.handover()).isEqualTo(state);
	}

	@Test
	void assignWithAnotherEpochIsRefused() {
		change(claim("a", "n1", 11));
		change(new SlotOperation.Assign("a", 1, "n2", 22, null));
		ProcessRecord present = read("a");
		assertThat(change(new SlotOperation.Assign("a", 1, "n3", 33, null)))
			.isEqualTo(new Outcome(false, 2, 2, null, present));
		assertThat(change(new SlotOperation.Assign("missing", 1, "n3", 33, null)))
			.isEqualTo(new Outcome(false, 0, 0, null, null));
	}

	@Test
	void repeatedAssignSucceedsWithTheStateThatWaits() {
		change(claim("a", "n1", 11));
		SlotOperation assign = new SlotOperation.Assign("a", 1, "n2", 22, new byte[] { 9 });
		Outcome first = change(assign);
		Outcome second = change(assign);
		assertThat(second).usingRecursiveComparison().isEqualTo(first);
		assertThat(digest().revision()).isEqualTo(2);
	}

	@Test
	void assignWithoutStateLeavesWhatWaits() {
		change(claim("a", "n1", 11));
		change(new SlotOperation.Assign("a", 1, "n2", 22, new byte[] { 9 }));
		Outcome outcome = change(new SlotOperation.Assign("a", 2, "n3", 33, null));
		assertThat(outcome.handover()).containsExactly(9);
		assertThat(read("a").handover()).containsExactly(9);
	}

	@Test
	void processThatHasFailedIsNotAssigned() {
		change(claim("a", "n1", 11));
		change(new SlotOperation.Amend("a", 1, ProcessState.FAILED, 7));
		assertThat(change(new SlotOperation.Assign("a", 1, "n2", 22, null)).done()).isFalse();
		assertThat(read("a").state()).isEqualTo(ProcessState.FAILED);
	}

	@Test
	void withdrawRemovesWhatTheRequestMadeAndNothingElse() {
		change(claim("a", "n1", 11));
		assertThat(change(new SlotOperation.Withdraw("a", 12)).done()).isFalse();
		assertThat(change(new SlotOperation.Withdraw("a", 11)).done()).isTrue();
		assertThat(find("a")).isNull();
		assertThat(change(new SlotOperation.Withdraw("a", 11)).done()).isFalse();
	}

	@Test
	void withdrawRemovesWhatTheRequestMadeThoughItHasMoved() {
		change(claim("a", "n1", 11));
		change(new SlotOperation.Assign("a", 1, "n2", 22, null));
		assertThat(change(new SlotOperation.Withdraw("a", 22)).done()).isFalse();
		assertThat(change(new SlotOperation.Withdraw("a", 11)).done()).isTrue();
		assertThat(find("a")).isNull();
	}

	@Test
	void removeTakesARevisionAndReturnsTheRecord() {
		change(claim("a", "n1", 11));
		ProcessRecord present = read("a");
		assertThat(change(new SlotOperation.Remove("a", 0))).isEqualTo(new Outcome(true, 1, 2, null, present));
		assertThat(find("a")).isNull();
		assertThat(change(new SlotOperation.Remove("a", 0))).isEqualTo(new Outcome(false, 0, 0, null, null));
	}

	@Test
	void removeWithAnotherEpochIsRefused() {
		change(claim("a", "n1", 11));
		change(new SlotOperation.Assign("a", 1, "n2", 22, null));
		assertThat(change(new SlotOperation.Remove("a", 1)).done()).isFalse();
		assertThat(change(new SlotOperation.Remove("a", 2)).done()).isTrue();
	}

	@Test
	void epochsGrowOverStopAndStart() {
		long last = 0;
		for (int i = 0; i < 20; i++) {
			Outcome claimed = change(claim("a", "n1", 100 + i));
			assertThat(claimed.epoch()).isGreaterThan(last);
			Outcome removed = change(new SlotOperation.Remove("a", 0));
			assertThat(removed.revision()).isGreaterThan(claimed.revision());
			last = removed.revision();
		}
	}

	@Test
	void amendChangesStateAndRestartsButNotTheEpoch() {
		change(claim("a", "n1", 11));
		assertThat(change(new SlotOperation.Amend("a", 1, ProcessState.FAILED, 7)))
			.isEqualTo(new Outcome(true, 1, 2, null, read("a").stripped()));
		assertThat(read("a")).isEqualTo(new ProcessRecord(spec("a"), "n1", 11, 1, 2, ProcessState.FAILED, 7, 11, null));
		assertThat(change(new SlotOperation.Amend("a", 2, ProcessState.RUNNING, 0)).done()).isFalse();
		assertThat(change(new SlotOperation.Amend("missing", 1, ProcessState.RUNNING, 0)).done()).isFalse();
	}

	@Test
	void describeReplacesTheMetadata() {
		change(claim("a", "n1", 11));
		assertThat(change(new SlotOperation.Describe("a", Map.of("k", "v"))))
			.isEqualTo(new Outcome(true, 1, 2, null, read("a").stripped()));
		assertThat(read("a").spec().metadata()).containsOnly(Map.entry("k", "v"));
		assertThat(change(new SlotOperation.Describe("missing", Map.of())).done()).isFalse();
	}

	@Test
	void settleDropsTheStateWithoutARevision() {
		change(claim("a", "n1", 11));
		change(new SlotOperation.Assign("a", 1, "n2", 22, new byte[] { 9 }));
		long digest = digest().digest();
		assertThat(change(new SlotOperation.Settle("a", 1)).done()).isFalse();
		assertThat(read("a").handover()).isNotNull();
		assertThat(change(new SlotOperation.Settle("a", 2))).isEqualTo(new Outcome(true, 2, 2, null, null));
		assertThat(read("a").handover()).isNull();
		assertThat(digest().digest()).isEqualTo(digest);
		assertThat(change(new SlotOperation.Settle("missing", 2)).done()).isFalse();
	}

	@Test
	void operationsOfACommandAreCarriedOutInTheirOrder() {
		SlotReply reply = this.slot.execute(new SlotCommand.Change(0, List.of(claim("a", "n1", 1), claim("a", "n2", 2),
				new SlotOperation.Remove("a", 0), claim("a", "n2", 3))));
		assertThat(reply.outcomes()).extracting(Outcome::done).containsExactly(true, false, true, true);
		assertThat(reply.revision()).isEqualTo(3);
		assertThat(read("a").node()).isEqualTo("n2");
	}

	@Test
	void higherFloorMeansThatTheSlotWasLost() {
		SlotReply reply = this.slot.execute(new SlotCommand.Change(40, List.of(claim("a", "n1", 1))));
		assertThat(reply.unsure()).isEqualTo(LOST);
		assertThat(reply.outcomes().get(0).epoch()).isEqualTo(LOST + 1);
		assertThat(reply.revision()).isEqualTo(LOST + 1);
		assertThat(this.slot.execute(new SlotCommand.Change(41, List.of())).unsure()).isEqualTo(LOST);
	}

	@Test
	void questionsDoNotRaiseTheFloor() {
		change(claim("a", "n1", 1));
		for (SlotCommand question : List.of(new SlotCommand.Digest(), new SlotCommand.ReadAll(),
				new SlotCommand.Read(List.of("a")), new SlotCommand.ReadOrphans(Set.of()))) {
			assertThat(question.isQuestion()).isTrue();
			assertThat(question.floor()).isZero();
			SlotReply reply = this.slot.execute(question);
			assertThat(reply.revision()).isOne();
			assertThat(reply.unsure()).isZero();
			assertThat(reply.outcomes()).isEmpty();
		}
		assertThat(new SlotCommand.Change(0, List.of()).isQuestion()).isFalse();
	}

	@Test
	void lostRecordIsRestoredAsItWas() {
		ProcessRecord record = record("a", "n1", 12);
		SlotReply reply = this.slot.execute(new SlotCommand.Change(40, List.of(new SlotOperation.Restore(record))));
		assertThat(reply.outcomes()).containsExactly(new Outcome(true, 12, 12, null, null));
		assertThat(reply.revision()).isEqualTo(LOST);
		assertThat(read("a")).isEqualTo(record);
	}

	@Test
	void recordThatTheSlotWouldKnowIsNotRestored() {
		change(claim("a", "n1", 1));
		change(new SlotOperation.Remove("a", 0));
		assertThat(change(new SlotOperation.Restore(record("a", "n1", 1))).done()).isFalse();
		assertThat(find("a")).isNull();
	}

	@Test
	void recordOfTheFutureIsRestoredAndRaisesTheRevision() {
		change(claim("a", "n1", 1));
		assertThat(change(new SlotOperation.Restore(record("b", "n1", 30))).done()).isTrue();
		assertThat(change(claim("c", "n1", 1)).epoch()).isEqualTo(31);
	}

	@Test
	void olderRecordDoesNotReplaceANewerOne() {
		this.slot.execute(new SlotCommand.Change(40, List.of(new SlotOperation.Restore(record("a", "n2", 20)))));
		ProcessRecord present = read("a");
		assertThat(change(new SlotOperation.Restore(record("a", "n1", 12))))
			.isEqualTo(new Outcome(false, 20, 20, null, present));
		assertThat(change(new SlotOperation.Restore(record("a", "n1", 20))).done()).isFalse();
		assertThat(change(new SlotOperation.Restore(record("a", "n3", 25))).done()).isTrue();
		assertThat(read("a").node()).isEqualTo("n3");
	}

	@Test
	void recordRemovedAfterTheLossIsNotRestored() {
		this.slot.execute(new SlotCommand.Change(40, List.of(new SlotOperation.Restore(record("a", "n1", 12)))));
		change(new SlotOperation.Remove("a", 0));
		assertThat(change(new SlotOperation.Restore(record("a", "n1", 12))).done()).isFalse();
		assertThat(change(claim("a", "n1", 5)).done()).isTrue();
		assertThat(change(new SlotOperation.Restore(record("a", "n1", 12))).done()).isFalse();
	}

	@Test
	void restoredRecordThatHadBeenRemovedIsBuriedForGood() {
		this.slot.execute(new SlotCommand.Change(40, List.of(new SlotOperation.Restore(record("a", "n1", 12)))));
		ProcessRecord present = read("a");
		assertThat(change(new SlotOperation.Bury("a", 11)).done()).isTrue();
		assertThat(read("a")).isEqualTo(present);
		assertThat(change(new SlotOperation.Bury("a", 12))).isEqualTo(new Outcome(true, 12, LOST + 1, null, present));
		assertThat(find("a")).isNull();
		assertThat(change(new SlotOperation.Restore(record("a", "n1", 11))).done()).isFalse();
		assertThat(change(new SlotOperation.Restore(record("a", "n1", 12))).done()).isFalse();
		assertThat(change(new SlotOperation.Restore(record("a", "n1", 16))).done()).isTrue();
	}

	@Test
	void buriedProcessIsNotRestoredThoughTheSlotNeverHadIt() {
		this.slot.execute(new SlotCommand.Change(40, List.of(new SlotOperation.Bury("a", 12))));
		assertThat(change(new SlotOperation.Restore(record("a", "n1", 12))).done()).isFalse();
		assertThat(change(new SlotOperation.Restore(record("b", "n1", 12))).done()).isTrue();
	}

	@Test
	void epochsLeapByTheChanceInTheToken() {
		long token = 0x0123_4567_89AB_CDEFL;
		long epoch = change(claim("a", "n1", token)).epoch();
		assertThat(epoch).isGreaterThan(1_000);
		Slot other = new Slot();
		other
			.execute(new SlotCommand.Change(0, List.of(claim("a", "n2", token), claim("b", "n1", 0x7654_3210L << 32))));
		assertThat(other.execute(new SlotCommand.ReadAll()).records()).extracting(ProcessRecord::epoch)
			.doesNotContain(epoch);
		assertThat(change(new SlotOperation.Assign("a", epoch, "n1", token ^ 1, null)).epoch()).isEqualTo(2 * epoch);
	}

	@Test
	void sameRequestMakesTheSameIncarnationOnEverySide() {
		Slot other = new Slot();
		other.execute(new SlotCommand.Change(0, List.of(claim("b", "n1", 5), claim("a", "n1", 7))));
		change(claim("a", "n1", 7));
		change(new SlotOperation.Remove("a", 0));
		this.slot.merge(other);
		assertThat(find("a")).isNull();
		change(claim("a", "n2", 8));
		assertThat(find("a")).isNotNull();
	}

	@Test
	void abandonedProcessMayRunForTheSameRequestOnAnotherSide() {
		Slot other = new Slot();
		other.execute(new SlotCommand.Change(0, List.of(claim("a", "n2", 7))));
		change(claim("a", "n1", 7));
		assertThat(change(new SlotOperation.Abandon("a", 2)).done()).isFalse();
		assertThat(change(new SlotOperation.Abandon("a", 1)).done()).isTrue();
		assertThat(find("a")).isNull();
		this.slot.merge(other);
		assertThat(read("a").node()).isEqualTo("n2");
	}

	@Test
	void orphansAreThoseToRunOnNoneOfTheNodes() {
		change(claim("a", "n1", 1));
		change(claim("b", "n2", 1));
		change(claim("c", "n3", 1));
		change(new SlotOperation.Amend("c", 3, ProcessState.FAILED, 1));
		assertThat(orphans("n1")).containsExactly("b");
		assertThat(orphans()).containsExactlyInAnyOrder("a", "b");
		assertThat(orphans("n1", "n2")).isEmpty();
	}

	@Test
	void readsReturnTheRecordsAskedFor() {
		change(claim("a", "n1", 1));
		change(claim("b", "n2", 1));
		assertThat(this.slot.execute(new SlotCommand.Read(List.of("b", "missing"))).records())
			.containsExactly(read("b"));
		assertThat(this.slot.execute(new SlotCommand.ReadAll()).records()).containsExactlyInAnyOrder(read("a"),
				read("b"));
	}

	@Test
	void digestIsTheSumOverTheRecordsUnderRandomChanges() {
		Random random = new Random(42);
		long revision = 0;
		Slot twin = new Slot();
		for (int step = 0; step < 3_000; step++) {
			SlotCommand command = SlotOperations.change(random, revision);
			SlotReply reply = this.slot.execute(command);
			assertThat(twin.execute(SlotCommand.fromBytes(command.toBytes()))).usingRecursiveComparison()
				.isEqualTo(reply);
			assertThat(reply.revision()).isGreaterThanOrEqualTo(revision);
			revision = reply.revision();
			assertThat(reply.digest()).isEqualTo(sum(this.slot));
			if (step % 100 == 0) {
				twin = copy(this.slot);
			}
		}
		assertThat(bytes(copy(this.slot))).hasSameSizeAs(bytes(this.slot));
	}

	@Test
	void everythingComesBackFromTheSerializedForm() {
		this.slot.execute(new SlotCommand.Change(40, List.of(new SlotOperation.Restore(record("a", "n1", 12)),
				new SlotOperation.Restore(record("b", "n1", 13)), new SlotOperation.Bury("a", 12))));
		change(new SlotOperation.Assign("b", 13, "n2", 22, new byte[] { 9 }));
		Slot copy = copy(this.slot);
		assertThat(copy.execute(new SlotCommand.ReadAll())).usingRecursiveComparison()
			.isEqualTo(this.slot.execute(new SlotCommand.ReadAll()));
		assertThat(copy.execute(new SlotCommand.Change(0, List.of(new SlotOperation.Restore(record("a", "n1", 12)))))
			.outcomes()
			.get(0)
			.done()).isFalse();
	}

	@Test
	void mergeKeepsOurAssignmentsUnderEpochsAboveBoth() {
		change(claim("both", "n1", 1));
		change(claim("ours", "n1", 1));
		change(claim("theirs-is-newer", "n1", 1));
		Slot other = copy(this.slot);
		change(new SlotOperation.Assign("both", 1, "n2", 2, null));
		other.execute(new SlotCommand.Change(0, List.of(new SlotOperation.Assign("theirs-is-newer", 3, "n9", 9, null),
				claim("theirs", "n9", 9), new SlotOperation.Assign("both", 1, "n8", 8, null))));
		byte[] otherBefore = bytes(other);
		this.slot.merge(other);
		assertThat(read("both").node()).isEqualTo("n2");
		assertThat(read("both").epoch()).as("epoch 4 against 6").isGreaterThan(6);
		assertThat(read("both").token()).isEqualTo(2);
		assertThat(read("theirs-is-newer").node()).isEqualTo("n1");
		assertThat(read("theirs-is-newer").epoch()).isGreaterThan(4);
		assertThat(read("theirs").node()).isEqualTo("n9");
		assertThat(read("theirs").epoch()).isEqualTo(5);
		assertThat(read("ours"))
			.isEqualTo(new ProcessRecord(spec("ours"), "n1", 1, 2, 2, ProcessState.RUNNING, 0, 1, null));
		assertThat(List.of(read("both"), read("theirs-is-newer"), read("theirs"))).extracting(ProcessRecord::revision)
			.doesNotHaveDuplicates()
			.allMatch((revision) -> revision > 6);
		assertThat(digest().digest()).isEqualTo(sum(this.slot));
		assertThat(bytes(other)).isEqualTo(otherBefore);
		assertThat(change(claim("next", "n1", 1)).epoch()).isGreaterThan(read("both").revision());
	}

	@Test
	void mergeGivesOurWinnerANewRevisionToo() {
		change(claim("a", "n1", 1));
		Slot other = copy(this.slot);
		other.execute(new SlotCommand.Change(0,
				List.of(new SlotOperation.Describe("a", Map.of("k", "v")), new SlotOperation.Describe("a", Map.of()))));
		change(new SlotOperation.Assign("a", 1, "n2", 2, null));
		this.slot.merge(other);
		assertThat(read("a").node()).isEqualTo("n2");
		assertThat(read("a").epoch()).isEqualTo(2);
		assertThat(read("a").revision()).isEqualTo(4);
	}

	@Test
	void mergeRemovesWhatEitherSideHasRemoved() {
		change(claim("removed-here", "n1", 1));
		change(claim("removed-there", "n1", 1));
		change(claim("started-again", "n1", 1));
		Slot other = copy(this.slot);
		change(new SlotOperation.Remove("removed-here", 0));
		change(new SlotOperation.Remove("started-again", 0));
		long epoch = change(claim("started-again", "n2", 2)).epoch();
		change(new SlotOperation.Remove("started-again", 0));
		other.execute(new SlotCommand.Change(0, List.of(new SlotOperation.Remove("removed-there", 0),
				new SlotOperation.Assign("removed-here", 1, "n9", 9, null))));
		this.slot.merge(other);
		assertThat(find("removed-here")).isNull();
		assertThat(find("removed-there")).isNull();
		assertThat(find("started-again")).as("removed twice").isNull();
		assertThat(digest().revision()).isGreaterThan(epoch);
		assertThat(digest().digest()).isEqualTo(sum(this.slot));
	}

	@Test
	void removalsAreRememberedUpToACapacity() {
		change(claim("a", "n1", 1));
		change(claim("b", "n1", 1));
		Slot other = copy(this.slot);
		change(new SlotOperation.Remove("a", 0));
		for (int i = 0; i < Removals.CAPACITY - 1; i++) {
			change(claim("c", "n1", i));
			change(new SlotOperation.Remove("c", 0));
		}
		Slot early = copy(this.slot);
		early.merge(other);
		assertThat(find(early, "a")).isNull();
		change(new SlotOperation.Remove("b", 0));
		this.slot.merge(other);
		assertThat(find("a")).isNotNull();
		assertThat(find("b")).isNull();
	}

	@Test
	void nodeFromAnotherSideBringsAlongWhatRunsOnIt() {
		change(claim("here", "n1", 1));
		change(claim("removed", "n9", 1));
		change(claim("elsewhere", "n2", 1));
		change(claim("mine", "n9", 1));
		change(new SlotOperation.Remove("removed", 0));
		ProcessRecord mine = new ProcessRecord(spec("mine"), "n9", 1, 50, 50, ProcessState.RUNNING, 0, 77, null);
		ProcessRecord removed = new ProcessRecord(spec("removed"), "n9", 1, 51, 51, ProcessState.RUNNING, 0, 7, null);
		SlotReply reply = this.slot.execute(new SlotCommand.Rejoin(60, "m9",
				List.of(record("new", "n9", 55), removed, mine, record("elsewhere", "n9", 56)), Map.of()));
		assertThat(reply.outcomes()).extracting(Outcome::done).containsExactly(true, false, true, true);
		assertThat(reply.revision()).isGreaterThan(60);
		assertThat(read("new").node()).isEqualTo("n9");
		assertThat(read("new").epoch()).isEqualTo(55);
		assertThat(find("removed")).isNull();
		assertThat(read("mine").token()).isEqualTo(77);
		assertThat(read("mine").epoch()).isEqualTo(50);
		assertThat(read("elsewhere").node()).isEqualTo("n2");
		assertThat(read("elsewhere").epoch()).isGreaterThan(56);
		assertThat(digest().digest()).isEqualTo(sum(this.slot));
	}

	@Test
	void stateThatWaitsForTheNodeFromAnotherSideIsNotGivenUpForItsOwn() {
		change(claim("moved", "n1", 1));
		long epoch = read("moved").epoch();
		byte[] state = { 1, 2, 3 };
		change(new SlotOperation.Assign("moved", epoch, "n9", 5, state));
		long theirs = read("moved").epoch() + 100;
		ProcessRecord mine = new ProcessRecord(spec("moved"), "n9", 1, theirs, theirs, ProcessState.RUNNING, 0, 77,
				null);
		this.slot.execute(new SlotCommand.Rejoin(theirs, "m9", List.of(mine), Map.of()));
		assertThat(read("moved").token()).isEqualTo(5);
		assertThat(read("moved").handover()).isEqualTo(state);
		assertThat(read("moved").epoch()).isGreaterThan(theirs);
	}

	@Test
	void whatIsBroughtAlongNeverHasARevisionBelowItsEpoch() {
		change(claim("mine", "n9", 1));
		long epoch = LOST * 3;
		ProcessRecord mine = new ProcessRecord(spec("mine"), "n9", 1, epoch, epoch, ProcessState.RUNNING, 0, 77, null);
		this.slot.execute(new SlotCommand.Rejoin(5, "m9", List.of(mine), Map.of()));
		assertThat(read("mine").epoch()).isEqualTo(epoch);
		assertThat(read("mine").revision()).isGreaterThan(epoch);
	}

	@Test
	void nodeFromAnotherSideBringsAlongWhatWasRemovedThere() {
		change(claim("removed", "n1", 1));
		change(claim("again", "n1", 2));
		SlotCommand.Rejoin rejoin = new SlotCommand.Rejoin(60, "m9", List.of(),
				Map.of("removed", 1L, "again", 1L, "later", 3L));
		assertThat(SlotCommand.fromBytes(rejoin.toBytes())).isEqualTo(rejoin);
		this.slot.execute(rejoin);
		assertThat(find("removed")).isNull();
		assertThat(read("again").incarnation()).isEqualTo(2);
		ProcessRecord later = new ProcessRecord(spec("later"), "n9", 3, 1L << 40, 1L << 40, ProcessState.RUNNING, 0, 3,
				null);
		assertThat(change(new SlotOperation.Restore(later)).done()).isFalse();
		assertThat(digest().digest()).isEqualTo(sum(this.slot));
	}

	@Test
	void nodeFromAnotherSideDoesNotHideThatTheSlotWasLost() {
		this.slot.execute(new SlotCommand.Rejoin(60, "m9", List.of(), Map.of("removed", 40L)));
		assertThat(digest().unsure()).isEqualTo(digest().revision());
		assertThat(change(new SlotOperation.Restore(record("lost", "n1", 50))).done()).isTrue();
		assertThat(change(new SlotOperation.Restore(record("removed", "n1", 40))).done()).isFalse();
	}

	@Test
	void nodeFromAnotherSideDoesNotMakeASlotUnsure() {
		change(claim("a", "n1", 1));
		this.slot.execute(new SlotCommand.Rejoin(60, "m9", List.of(), Map.of()));
		assertThat(digest().unsure()).isZero();
	}

	@Test
	void changeIsForThoseWhoKnowTheDirectory() {
		SlotCommand.Change change = new SlotCommand.Change(3, "m1", List.of(claim("a", "n1", 1)));
		assertThat(change.isWitnessed("m1"::equals)).isTrue();
		assertThat(change.isWitnessed("m2"::equals)).isFalse();
		assertThat(SlotCommand.fromBytes(change.toBytes())).isEqualTo(change);
		assertThat(new SlotCommand.Change(3, List.of()).isWitnessed((member) -> false)).isTrue();
		assertThat(new SlotCommand.Rejoin(3, "m1", List.of(), Map.of()).isWitnessed("m2"::equals)).isFalse();
		assertThat(new SlotCommand.ReadAll().isWitnessed((member) -> false)).isTrue();
	}

	@Test
	void mergeWithASideThatLostNothingIsSure() {
		Slot lost = new Slot();
		lost.execute(new SlotCommand.Change(40, List.of()));
		Slot lostToo = new Slot();
		lostToo.execute(new SlotCommand.Change(50, List.of()));
		change(claim("a", "n1", 1));
		Slot sure = copy(this.slot);
		sure.merge(lost);
		assertThat(sure.execute(new SlotCommand.Digest()).unsure()).isZero();
		assertThat(sure.execute(new SlotCommand.Digest()).revision()).isEqualTo(LOST);
		Slot unsure = copy(lost);
		unsure.merge(lostToo);
		assertThat(unsure.execute(new SlotCommand.Digest()).unsure()).isEqualTo(LOST + 10);
		lost.merge(this.slot);
		assertThat(lost.execute(new SlotCommand.Digest()).unsure()).isZero();
	}

	@Test
	void replicaIsMadeOfItsProcess() {
		change(claim("a", "n1", 11));
		Outcome outcome = change(new SlotOperation.Replicate(A1, 11, "n2", 22));
		ProcessRecord expected = new ProcessRecord(spec(A1), "n2", 11, 2, 2, ProcessState.RUNNING, 0, 22, null);
		assertThat(outcome).isEqualTo(new Outcome(true, 2, 2, null, expected));
		assertThat(this.slot.execute(new SlotCommand.Read(List.of("a"))).records()).as("read with its process")
			.containsExactly(read("a"), expected);
		assertThat(digest().digest()).isEqualTo(sum(this.slot));
	}

	@Test
	void repeatedReplicateSucceedsWithoutChange() {
		change(claim("a", "n1", 11));
		Outcome first = change(new SlotOperation.Replicate(A1, 11, "n2", 22));
		assertThat(change(new SlotOperation.Replicate(A1, 11, "n2", 22))).isEqualTo(first);
		assertThat(change(new SlotOperation.Replicate(A1, 11, "n3", 22)).done()).isFalse();
	}

	@Test
	void thereIsNoReplicaWithoutItsProcess() {
		assertThat(change(new SlotOperation.Replicate(A1, 11, "n2", 22)).done()).isFalse();
		change(claim("a", "n1", 11));
		assertThat(change(new SlotOperation.Replicate(A1, 12, "n2", 22)).done()).as("of another incarnation").isFalse();
		change(new SlotOperation.Amend("a", 1, ProcessState.FAILED, 1));
		assertThat(change(new SlotOperation.Replicate(A1, 11, "n2", 22)).done()).as("of a failed one").isFalse();
		ProcessRecord lost = new ProcessRecord(spec("b" + A1.substring(1)), "n2", 11, 90, 90, ProcessState.RUNNING, 0,
				1, null);
		assertThat(change(new SlotOperation.Restore(lost)).done()).as("put back").isFalse();
	}

	@Test
	void replicasGoWithTheirProcess() {
		change(claim("a", "n1", 11));
		change(new SlotOperation.Replicate(A1, 11, "n2", 22));
		change(new SlotOperation.Replicate(A2, 11, "n3", 22));
		change(new SlotOperation.Remove("a", 0));
		assertThat(find(A1)).isNull();
		assertThat(find(A2)).isNull();
		assertThat(digest().digest()).isZero();
	}

	@Test
	void firstInstanceThatIsGivenUpChangesPlacesWithOneThatRuns() {
		change(claim("a", "n1", 11));
		change(new SlotOperation.Replicate(A1, 11, "n2", 22));
		change(new SlotOperation.Replicate(A2, 11, "n3", 33));
		change(new SlotOperation.Amend(A1, 2, ProcessState.FAILED, 5));
		change(new SlotOperation.Amend(A2, 3, ProcessState.RUNNING, 2));
		Outcome outcome = change(new SlotOperation.Amend("a", 1, ProcessState.FAILED, 7));
		ProcessRecord first = new ProcessRecord(spec("a"), "n3", 11, 7, 7, ProcessState.RUNNING, 2, 33, null);
		assertThat(outcome).isEqualTo(new Outcome(true, 7, 7, null, first));
		assertThat(read("a")).isEqualTo(first);
		assertThat(read(A1).node()).as("one that has failed, too").isEqualTo("n2");
		assertThat(read(A2)).isEqualTo(new ProcessRecord(spec(A2), "n1", 11, 1, 7, ProcessState.FAILED, 7, 11, null));
		assertThat(digest().digest()).isEqualTo(sum(this.slot));
		assertThat(change(new SlotOperation.Amend("a", 1, ProcessState.FAILED, 7)).done()).as("repeated").isFalse();
		change(new SlotOperation.Amend("a", 7, ProcessState.FAILED, 9));
		assertThat(read("a").state()).as("the last one").isEqualTo(ProcessState.FAILED);
	}

	@Test
	void replicasOfAFailedProcessGoWhenItIsClaimedAgain() {
		change(claim("a", "n1", 11));
		change(new SlotOperation.Replicate(A1, 11, "n2", 22));
		change(new SlotOperation.Amend(A1, 2, ProcessState.FAILED, 1));
		change(new SlotOperation.Amend("a", 1, ProcessState.FAILED, 1));
		change(claim("a", "n2", 33));
		assertThat(find(A1)).isNull();
		assertThat(digest().digest()).isEqualTo(sum(this.slot));
	}

	@Test
	void firstInstanceTakesThePlaceOfAReplica() {
		change(claim("a", "n1", 11));
		change(new SlotOperation.Replicate(A1, 11, "n2", 22));
		SlotOperation.Assign assign = new SlotOperation.Assign("a", 1, "n2", 22, null, A1);
		Outcome outcome = change(assign);
		assertThat(outcome.done()).isTrue();
		assertThat(read("a").node()).isEqualTo("n2");
		assertThat(find(A1)).isNull();
		assertThat(change(assign)).as("repeated").isEqualTo(outcome);
		assertThat(digest().digest()).isEqualTo(sum(this.slot));
	}

	@Test
	void noOtherRecordGoesWithAnAssignment() {
		change(claim("a", "n1", 11));
		change(new SlotOperation.Replicate(A1, 11, "n2", 22));
		change(new SlotOperation.Assign("a", 1, "n3", 33, null, A1));
		assertThat(find(A1)).as("on another node").isNotNull();
		change(new SlotOperation.Assign(A1, 2, "n3", 44, null, "a"));
		assertThat(find("a")).as("the first one").isNotNull();
		change(claim("b", "n3", 55));
		change(new SlotOperation.Assign("b", read("b").epoch(), "n3", 66, null, A1));
		assertThat(find(A1)).as("of another process").isNotNull();
	}

	@Test
	void replicasOfAnotherSideComeWithTheirProcess() {
		Slot other = new Slot();
		other.execute(new SlotCommand.Change(0,
				List.of(claim("a", "n1", 11), new SlotOperation.Replicate(A1, 11, "n2", 22))));
		this.slot.merge(other);
		assertThat(find(A1)).isNotNull();
		assertThat(digest().digest()).isEqualTo(sum(this.slot));
	}

	@Test
	void replicaOfAnotherSideHasNoPlaceOnANodeThatHasAnInstanceHere() {
		change(claim("a", "n1", 11));
		change(new SlotOperation.Replicate(A2, 11, "n2", 33));
		Slot other = new Slot();
		other.execute(new SlotCommand.Change(0, List.of(claim("a", "n1", 11),
				new SlotOperation.Replicate(A1, 11, "n2", 22), new SlotOperation.Replicate(A2, 11, "n3", 22))));
		this.slot.merge(other);
		assertThat(find(A1)).isNull();
		assertThat(read(A2).node()).isEqualTo("n2");
		assertThat(digest().digest()).isEqualTo(sum(this.slot));
	}

	@Test
	void replicasOfAnotherSideGoIfTheirProcessIsAnotherHere() {
		change(claim("a", "n3", 99));
		Slot other = new Slot();
		other.execute(new SlotCommand.Change(0,
				List.of(claim("a", "n1", 11), new SlotOperation.Replicate(A1, 11, "n2", 22))));
		this.slot.merge(other);
		assertThat(find(A1)).isNull();
		assertThat(read("a").incarnation()).isEqualTo(99);
	}

	@Test
	void replicasOfAProcessThatWasRemovedOnAnotherSideGo() {
		change(claim("a", "n1", 11));
		change(new SlotOperation.Replicate(A1, 11, "n2", 22));
		Slot other = copy(this.slot);
		other.execute(new SlotCommand.Change(0, List.of(new SlotOperation.Remove("a", 0))));
		this.slot.merge(other);
		assertThat(find("a")).isNull();
		assertThat(find(A1)).isNull();
		assertThat(digest().digest()).isZero();
	}

	private Outcome change(SlotOperation operation) {
		SlotReply reply = this.slot.execute(new SlotCommand.Change(0, List.of(operation)));
		assertThat(reply.digest()).isEqualTo(sum(this.slot));
		assertThat(reply.outcomes()).hasSize(1);
		return reply.outcomes().get(0);
	}

	private SlotReply digest() {
		return this.slot.execute(new SlotCommand.Digest());
	}

	private List<String> orphans(String... nodes) {
		return this.slot.execute(new SlotCommand.ReadOrphans(new java.util.HashSet<>(Arrays.asList(nodes))))
			.records()
			.stream()
			.map(ProcessRecord::id)
			.toList();
	}

	private ProcessRecord read(String id) {
		ProcessRecord record = find(id);
		assertThat(record).isNotNull();
		return record;
	}

	private @Nullable ProcessRecord find(String id) {
		return find(this.slot, id);
	}

	private static @Nullable ProcessRecord find(Slot slot, String id) {
		List<ProcessRecord> found = slot.execute(new SlotCommand.Read(List.of(id))).records();
		return found.isEmpty() ? null : found.get(0);
	}

	private static long sum(Slot slot) {
		return slot.execute(new SlotCommand.ReadAll())
			.records()
			.stream()
			.mapToLong((record) -> Slots.digest(record.id(), record.revision()))
			.sum();
	}

	private static byte[] bytes(Slot slot) {
		WireWriter writer = new WireWriter(64);
		slot.writeTo(writer);
		return writer.toByteArray();
	}

	private static Slot copy(Slot slot) {
		WireReader reader = new WireReader(bytes(slot));
		Slot copy = Slot.readFrom(reader);
		assertThat(reader.remaining()).isZero();
		Map<String, ProcessRecord> records = new HashMap<>();
		new ArrayList<>(copy.execute(new SlotCommand.ReadAll()).records())
			.forEach((record) -> records.put(record.id(), record));
		assertThat(records).hasSameSizeAs(slot.execute(new SlotCommand.ReadAll()).records());
		return copy;
	}

	private static SlotOperation.Claim claim(String id, String node, long token) {
		return new SlotOperation.Claim(spec(id), node, token);
	}

	private static ProcessRecord record(String id, String node, long revision) {
		return new ProcessRecord(spec(id), node, revision, revision, revision, ProcessState.RUNNING, 0, 0, null);
	}

	private static StoredSpec spec(String id) {
		return new StoredSpec(id, "type", null, RestartPolicy.PERMANENT, 1000, null, Map.of());
	}

}
