/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.Slot;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotOperation;
import io.processhub.directory.Slots;
import io.processhub.engine.TestCluster.Member;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MoveBatch}.
 */
class MoveBatchTests {

	private final TestCluster cluster = new TestCluster();

	private final Member first = this.cluster.join("m1");

	private String refused = "";

	@Test
	void processWhoseMoveIsRefusedDoesNotWaitForTheOthers() {
		startProcesses();
		this.cluster.commands = this::renewTheEpochOfTheFirst;
		this.cluster.lost.add(Kind.RUN);
		this.cluster.join("m2");
		assertThat(this.refused).isNotEmpty();
		CompletableFuture<Object> answer = this.first.hub.call(this.refused, "add");
		this.cluster.advance(Duration.ofSeconds(1));
		assertThat(answer).isCompletedWithValue(1L);
	}

	@Test
	void processWhoseOrderIsLostRunsAsSoonAsItsNodeKnowsOfIt() {
		startProcesses();
		this.cluster.lost.add(Kind.RUN);
		Member second = this.cluster.join("m2");
		Map<String, ProcessRecord> moved = new TreeMap<>(this.cluster.directory());
		moved.values().removeIf((record) -> record.node().equals(this.first.hub.localNode().id()));
		assertThat(moved).isNotEmpty();
		assertThat(second.parts().supervisor().ids()).containsExactlyInAnyOrderElementsOf(moved.keySet());
	}

	@Test
	void messagesFollowThoughTheAnswerOfTheOtherNodeIsLost() {
		startProcesses();
		this.cluster.commands = (command) -> {
			if (command instanceof SlotCommand.Change change
					&& change.operations().stream().anyMatch(SlotOperation.Assign.class::isInstance)) {
				this.cluster.lost.add(Kind.ANSWER);
			}
		};
		Member second = this.cluster.join("m2");
		assertThat(this.cluster.lost).isNotEmpty();
		String moved = second.parts().supervisor().ids().iterator().next();
		CompletableFuture<Object> answer = this.first.hub.call(moved, "add");
		this.cluster.advance(Duration.ofSeconds(2));
		assertThat(answer).isCompletedWithValue(1L);
	}

	@Test
	void processWhoseSlotIsLostDuringItsMoveGoesOnWithItsState() {
		startProcesses();
		Set<String> ids = Set.copyOf(this.first.parts().supervisor().ids());
		ids.forEach((id) -> this.cluster.await(this.first.hub.call(id, "add")));
		this.cluster.commands = this::loseTheSlotOfTheFirst;
		this.cluster.join("m2");
		assertThat(this.refused).isNotEmpty();
		this.cluster.advance(Duration.ofSeconds(20));
		assertThat(this.cluster.directory()).containsOnlyKeys(ids);
		assertThat(this.cluster.<Object>await(this.first.hub.call(this.refused, "get"))).isEqualTo(1L);
	}

	private void loseTheSlotOfTheFirst(SlotCommand command) {
		if (command instanceof SlotCommand.Change change && this.refused.isEmpty()) {
			change.operations()
				.stream()
				.filter(SlotOperation.Assign.class::isInstance)
				.findFirst()
				.ifPresent((assign) -> {
					this.refused = assign.id();
					this.cluster.slots.remove(Slots.of(assign.id()));
				});
		}
	}

	private void startProcesses() {
		List<ProcessSpec> specs = IntStream.range(0, 20)
			.mapToObj((i) -> ProcessSpec.of("p" + i, TestCluster.TYPE))
			.toList();
		this.cluster.await(this.first.hub.start(specs, StartOptions.defaults()));
	}

	/**
	 * Two sides of the cluster come together just before a move.
	 */
	private void renewTheEpochOfTheFirst(SlotCommand command) {
		if (!(command instanceof SlotCommand.Change change) || !this.refused.isEmpty()) {
			return;
		}
		change.operations().stream().filter(SlotOperation.Assign.class::isInstance).findFirst().ifPresent((assign) -> {
			this.refused = assign.id();
			ProcessRecord record = Objects.requireNonNull(this.cluster.directory().get(assign.id()));
			Slot other = new Slot();
			other.execute(
					new SlotCommand.Rejoin(0, "m1", List.of(record.withAssignment(record.epoch() + 1, 5)), Map.of()));
			Objects.requireNonNull(this.cluster.slots.get(Slots.of(assign.id()))).merge(other);
		});
	}

}
