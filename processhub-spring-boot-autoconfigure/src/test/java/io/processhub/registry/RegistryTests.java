/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.processhub.ProcessState;
import io.processhub.RestartPolicy;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.ReplicaId;
import io.processhub.directory.Slot;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotOperation;
import io.processhub.directory.Slots;
import io.processhub.directory.StoredSpec;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Registry}.
 */
class RegistryTests {

	private static final List<String> NODES = List.of("n1", "n2", "n3");

	private final List<RegistryChange> heard = new ArrayList<>();

	private final Registry registry = new Registry((before, change) -> this.heard.add(change));

	@Test
	void newsIsTakenInOnceAndTold() {
		RegistryChange change = RegistryChange.of(record("a", "n1", null, 1));
		assertThat(this.registry.apply(change)).isTrue();
		assertThat(this.registry.apply(change)).isFalse();
		assertThat(this.heard).containsExactly(change);
		assertThat(this.registry.get("a")).isEqualTo(change.record());
		assertThat(this.registry.size()).isOne();
		assertThat(this.registry.revision(Slots.of("a"))).isOne();
	}

	@Test
	void olderNewsIsIgnored() {
		this.registry.apply(RegistryChange.of(record("a", "n2", null, 5)));
		assertThat(this.registry.apply(RegistryChange.of(record("a", "n1", null, 4)))).isFalse();
		assertThat(this.registry.apply(RegistryChange.removal("a", 3))).isFalse();
		assertThat(this.registry.countOnNode("n2")).isOne();
		assertThat(this.registry.countOnNode("n1")).isZero();
	}

	@Test
	void listenerGetsTheRecordBefore() {
		List<@Nullable ProcessRecord> before = new ArrayList<>();
		Registry told = new Registry((record, change) -> before.add(record));
		ProcessRecord record = record("a", "n1", null, 1);
		told.apply(RegistryChange.of(record));
		told.apply(RegistryChange.removal("a", 2));
		assertThat(before).containsExactly(null, record);
	}

	@Test
	void removalIsRememberedUntilTheSecondPurge() {
		this.registry.apply(RegistryChange.of(record("a", "n1", null, 1)));
		this.registry.apply(RegistryChange.removal("a", 2));
		RegistryChange late = RegistryChange.of(record("a", "n1", null, 1));
		assertThat(this.registry.apply(late)).isFalse();
		assertThat(this.registry.isRemovedAfter("a", 1)).isTrue();
		assertThat(this.registry.isRemovedAfter("a", 2)).isFalse();
		this.registry.purge();
		assertThat(this.registry.apply(late)).isFalse();
		assertThat(this.registry.snapshot(Slots.of("a"))).containsExactly(RegistryChange.removal("a", 2));
		this.registry.purge();
		assertThat(this.registry.isRemovedAfter("a", 1)).isFalse();
		assertThat(this.registry.snapshot(Slots.of("a"))).isEmpty();
		assertThat(this.registry.apply(late)).isTrue();
	}

	@Test
	void laterRemovalOfTheSameIdIsRememberedForItsOwnTime() {
		this.registry.apply(RegistryChange.removal("a", 2));
		this.registry.purge();
		this.registry.apply(RegistryChange.of(record("a", "n1", null, 3)));
		this.registry.apply(RegistryChange.removal("a", 4));
		this.registry.purge();
		assertThat(this.registry.isRemovedAfter("a", 3)).isTrue();
		this.registry.purge();
		assertThat(this.registry.isRemovedAfter("a", 3)).isFalse();
	}

	@Test
	void contentDoesNotDependOnTheOrderOfTheChanges() {
		List<RegistryChange> changes = randomChanges(new Random(1), 40, 600);
		Map<String, Object> expected = content(apply(changes));
		Random random = new Random(2);
		for (int round = 0; round < 30; round++) {
			List<RegistryChange> shuffled = new ArrayList<>(changes);
			shuffled.addAll(changes.subList(0, 100));
			Collections.shuffle(shuffled, random);
			assertThat(content(apply(shuffled))).isEqualTo(expected);
		}
	}

	@Test
	void indicesStayRightUnderRandomChanges() {
		Random random = new Random(3);
		Map<String, ProcessRecord> model = new HashMap<>();
		long revision = 0;
		for (int step = 0; step < 3_000; step++) {
			RegistryChange change = randomChange(random, 60, ++revision);
			assertThat(this.registry.apply(change)).isTrue();
			ProcessRecord record = change.record();
			if (record != null) {
				model.put(change.id(), record);
			}
			else {
				model.remove(change.id());
			}
			if (step % 10 == 0) {
				assertMatches(model);
			}
		}
		assertMatches(model);
	}

	private void assertMatches(Map<String, ProcessRecord> model) {
		assertThat(this.registry.size()).isEqualTo(model.size());
		List<ProcessRecord> all = new ArrayList<>();
		this.registry.forEach(all::add);
		assertThat(all).containsExactlyInAnyOrderElementsOf(model.values());
		assertThat(this.registry.nodes())
			.containsExactlyInAnyOrderElementsOf(model.values().stream().map(ProcessRecord::node).distinct().toList());
		for (String node : NODES) {
			List<ProcessRecord> there = model.values().stream().filter((record) -> record.node().equals(node)).toList();
			assertThat(this.registry.onNode(node)).containsExactlyInAnyOrderElementsOf(there);
			assertThat(this.registry.countOnNode(node)).isEqualTo(there.size());
		}
		for (String tag : List.of("t1", "t2", "none")) {
			assertThat(this.registry.withTag(tag)).containsExactlyInAnyOrderElementsOf(
					model.values().stream().filter((record) -> tag.equals(record.spec().tag())).toList());
		}
		for (int slot = 0; slot < Slots.COUNT; slot++) {
			int number = slot;
			assertThat(this.registry.digest(slot)).isEqualTo(model.values()
				.stream()
				.filter((record) -> Slots.of(record.id()) == number)
				.mapToLong((record) -> Slots.digest(record.id(), record.revision()))
				.sum());
		}
	}

	@Test
	void digestIsThatOfTheSlot() {
		List<String> ids = IntStream.range(0, 20_000)
			.mapToObj((i) -> "p" + i)
			.filter((id) -> Slots.of(id) == 17)
			.limit(20)
			.toList();
		Slot slot = new Slot();
		List<SlotOperation> operations = new ArrayList<>();
		ids.forEach((id) -> operations.add(new SlotOperation.Claim(spec(id, null), "n1", 1)));
		ids.subList(0, 5).forEach((id) -> operations.add(new SlotOperation.Remove(id, 0)));
		ids.subList(5, 10).forEach((id) -> operations.add(new SlotOperation.Describe(id, Map.of("a", "b"))));
		slot.execute(new SlotCommand.Change(0, operations));
		slot.execute(new SlotCommand.ReadAll())
			.records()
			.forEach((record) -> this.registry.apply(RegistryChange.of(record)));
		assertThat(this.registry.digest(17)).isNotZero().isEqualTo(slot.execute(new SlotCommand.Digest()).digest());
		assertThat(this.registry.revision(17)).isEqualTo(30);
	}

	@Test
	void replaceTakesInWhatTheDirectorySays() {
		List<String> ids = IntStream.range(0, 20_000)
			.mapToObj((i) -> "p" + i)
			.filter((id) -> Slots.of(id) == 3)
			.limit(4)
			.toList();
		this.registry.apply(RegistryChange.of(record(ids.get(0), "n1", "t1", 50)));
		this.registry.apply(RegistryChange.of(record(ids.get(1), "n1", "t1", 51)));
		this.registry.apply(RegistryChange.of(record(ids.get(2), "n1", null, 52)));
		this.registry.apply(RegistryChange.removal(ids.get(3), 53));
		this.heard.clear();
		ProcessRecord older = record(ids.get(1), "n2", null, 7);
		ProcessRecord same = record(ids.get(2), "n1", null, 52);
		ProcessRecord back = record(ids.get(3), "n3", "t2", 9);
		this.registry.replace(3, List.of(older, same, back), 60);
		assertThat(this.heard).containsExactlyInAnyOrder(RegistryChange.of(older), RegistryChange.of(back),
				RegistryChange.removal(ids.get(0), 60));
		assertThat(this.registry.size()).isEqualTo(3);
		assertThat(this.registry.onNode("n1")).containsExactly(same);
		assertThat(this.registry.onNode("n2")).containsExactly(older);
		assertThat(this.registry.withTag("t1")).isEmpty();
		assertThat(this.registry.withTag("t2")).containsExactly(back);
		assertThat(this.registry.revision(3)).isEqualTo(60);
		assertThat(this.registry.digest(3))
			.isEqualTo(Slots.digest(older.id(), 7) + Slots.digest(same.id(), 52) + Slots.digest(back.id(), 9));
		assertThat(this.registry.isRemovedAfter(ids.get(0), 1)).as("forgotten, not removed").isFalse();
		assertThat(this.registry.removed(3)).isEmpty();
	}

	@Test
	void correctTakesWhatTheDirectorySaysUnlessItCannotKnow() {
		this.registry.apply(RegistryChange.of(record("a", "n1", null, 50)));
		ProcessRecord older = record("a", "n2", null, 7);
		this.registry.correct(RegistryChange.of(older), 49);
		assertThat(this.registry.get("a")).extracting(ProcessRecord::node).isEqualTo("n1");
		this.registry.correct(RegistryChange.of(older), 50);
		assertThat(this.registry.get("a")).isEqualTo(older);
		assertThat(this.registry.digest(Slots.of("a"))).isEqualTo(Slots.digest("a", 7));
		this.registry.correct(RegistryChange.removal("a", 60), 60);
		assertThat(this.registry.get("a")).isNull();
		assertThat(this.registry.removed(Slots.of("a"))).as("which one was removed is not known").isEmpty();
		this.registry.apply(RegistryChange.of(record("a", "n1", null, 61)));
		this.registry.apply(RegistryChange.removal("a", 62, 61));
		assertThat(this.registry.removed(Slots.of("a"))).containsEntry("a", 61L);
		this.heard.clear();
		this.registry.correct(RegistryChange.removal("a", 63), 63);
		assertThat(this.heard).isEmpty();
	}

	@Test
	void whatIsNotThereAnyMoreNeedNotBeRemovedForGood() {
		this.registry.apply(RegistryChange.of(record("a", "n1", null, 5)));
		this.registry.apply(RegistryChange.removal("a", 6));
		assertThat(this.registry.get("a")).isNull();
		assertThat(this.registry.removed(Slots.of("a"))).isEmpty();
		assertThat(this.registry.apply(RegistryChange.removal("a", 6, 5))).as("no news").isFalse();
		assertThat(this.registry.removed(Slots.of("a"))).as("but more of it").containsEntry("a", 5L);
		this.registry.apply(RegistryChange.of(record("a", "n1", null, 7)));
		assertThat(this.registry.removed(Slots.of("a"))).as("though the id lives again").containsEntry("a", 5L);
		this.registry.purge();
		this.registry.purge();
		assertThat(this.registry.removed(Slots.of("a"))).isEmpty();
	}

	@Test
	void replaceLeavesOtherSlotsAlone() {
		String other = IntStream.range(0, 1_000)
			.mapToObj((i) -> "p" + i)
			.filter((id) -> Slots.of(id) != 3)
			.findFirst()
			.orElseThrow();
		this.registry.apply(RegistryChange.of(record(other, "n1", null, 1)));
		this.registry.replace(3, List.of(), 9);
		assertThat(this.registry.size()).isOne();
		assertThat(this.registry.get(other)).isNotNull();
	}

	@Test
	void snapshotMakesAnEqualRegistry() {
		Registry original = apply(randomChanges(new Random(5), 30, 300));
		Registry copy = new Registry((before, change) -> {
		});
		for (int slot = 0; slot < Slots.COUNT; slot++) {
			original.snapshot(slot).forEach(copy::apply);
		}
		assertThat(content(copy)).isEqualTo(content(original));
	}

	@Test
	void changeCarriesNoState() {
		ProcessRecord record = new ProcessRecord(spec("a", "t1"), "n1", 1, 1, 2, ProcessState.FAILED, 3, 99,
				new byte[] { 1 });
		RegistryChange change = RegistryChange.of(record);
		assertThat(change.record())
			.isEqualTo(new ProcessRecord(record.spec(), "n1", 1, 1, 2, ProcessState.FAILED, 3, 99, null));
	}

	@Test
	void changesComeBackFromTheirSerializedForm() {
		for (RegistryChange change : List.of(RegistryChange.of(record("a", "n1", "t1", 7)),
				RegistryChange.removal("b", 1L << 60), RegistryChange.removal("b", 5, -7))) {
			WireWriter writer = new WireWriter(64);
			change.writeTo(writer);
			WireReader reader = new WireReader(writer.toByteArray());
			assertThat(RegistryChange.readFrom(reader)).isEqualTo(change);
			assertThat(reader.remaining()).isZero();
		}
	}

	@Test
	void replicasAreKeptWithTheirProcess() {
		Registry registry = apply(List.of(RegistryChange.of(replica(2, "n3", 3)),
				RegistryChange.of(replica(0, "n1", 1)), RegistryChange.of(replica(1, "n2", 2))));
		assertThat(registry.size()).isOne();
		assertThat(registry.hasReplicas()).isTrue();
		assertThat(registry.replicas("a")).containsExactly(replica(1, "n2", 2), replica(2, "n3", 3));
		assertThat(registry.withTag("t")).containsExactly(replica(0, "n1", 1));
		assertThat(registry.onNode("n2")).containsExactly(replica(1, "n2", 2));
		List<String> seen = new ArrayList<>();
		registry.forEach((record) -> seen.add(record.id()));
		assertThat(seen).containsExactly("a");
	}

	@Test
	void instanceOnANodeIsTheFirstOrTheLatest() {
		Registry registry = apply(List.of(RegistryChange.of(replica(0, "n1", 1)),
				RegistryChange.of(replica(1, "n2", 5)), RegistryChange.of(replica(2, "n2", 3))));
		assertThat(registry.on("n1", "a")).isEqualTo(replica(0, "n1", 1));
		assertThat(registry.on("n2", "a")).isEqualTo(replica(1, "n2", 5));
		assertThat(registry.on("n3", "a")).isNull();
		registry.apply(RegistryChange.of(replica(0, "n2", 2)));
		assertThat(registry.on("n2", "a")).isEqualTo(replica(0, "n2", 2));
	}

	@Test
	void replicasGoWithTheirProcessAndStayGone() {
		List<String> gone = new ArrayList<>();
		Registry registry = new Registry((before, change) -> {
			if (change.record() == null) {
				gone.add(change.id());
			}
		});
		registry.apply(RegistryChange.of(replica(0, "n1", 1)));
		registry.apply(RegistryChange.of(replica(1, "n2", 2)));
		registry.apply(RegistryChange.removal("a", 3, 7));
		assertThat(gone).containsExactlyInAnyOrder("a", ReplicaId.of("a", 1));
		assertThat(registry.hasReplicas()).isFalse();
		assertThat(registry.digest(Slots.of("a"))).isZero();
		assertThat(registry.apply(RegistryChange.of(replica(2, "n3", 2)))).as("late news").isFalse();
		assertThat(registry.apply(RegistryChange.of(replica(0, "n1", 4)))).isTrue();
		assertThat(registry.apply(RegistryChange.of(replica(1, "n1", 5)))).as("of the next one").isTrue();
	}

	@Test
	void replicasOfAProcessGoWhenAnotherTakesItsId() {
		Registry registry = apply(
				List.of(RegistryChange.of(replica(0, "n1", 1)), RegistryChange.of(replica(1, "n2", 2))));
		registry.apply(RegistryChange.of(record("a", "n1", "t", 3)));
		assertThat(registry.replicas("a")).isEmpty();
	}

	private static ProcessRecord replica(int number, String node, long revision) {
		return new ProcessRecord(spec(ReplicaId.of("a", number), "t"), node, 7, revision, revision,
				ProcessState.RUNNING, 0, 0, null);
	}

	private static Registry apply(List<RegistryChange> changes) {
		Registry registry = new Registry((before, change) -> {
		});
		changes.forEach(registry::apply);
		return registry;
	}

	private static Map<String, Object> content(Registry registry) {
		Map<String, Object> content = new HashMap<>();
		registry.forEach((record) -> content.put(record.id(), record));
		content.put("size", registry.size());
		for (int slot = 0; slot < Slots.COUNT; slot++) {
			content.put("digest " + slot, registry.digest(slot));
			content.put("revision " + slot, registry.revision(slot));
			content.put("snapshot " + slot, Map.copyOf(byId(registry.snapshot(slot))));
		}
		NODES.forEach((node) -> content.put("node " + node, registry.countOnNode(node)));
		return content;
	}

	private static Map<String, RegistryChange> byId(List<RegistryChange> changes) {
		Map<String, RegistryChange> byId = new HashMap<>();
		changes.forEach((change) -> byId.put(change.id(), change));
		return byId;
	}

	private static List<RegistryChange> randomChanges(Random random, int ids, int count) {
		return IntStream.rangeClosed(1, count).mapToObj((revision) -> randomChange(random, ids, revision)).toList();
	}

	private static RegistryChange randomChange(Random random, int ids, long revision) {
		String id = "id-" + random.nextInt(ids);
		if (random.nextInt(3) == 0) {
			return RegistryChange.removal(id, revision);
		}
		String tag = (random.nextInt(3) == 0) ? null : "t" + (1 + random.nextInt(2));
		return RegistryChange
			.of(record(id, Objects.requireNonNull(NODES.get(random.nextInt(NODES.size()))), tag, revision));
	}

	private static ProcessRecord record(String id, String node, @Nullable String tag, long revision) {
		return new ProcessRecord(spec(id, tag), node, revision, revision, revision, ProcessState.RUNNING, 0, 0, null);
	}

	private static StoredSpec spec(String id, @Nullable String tag) {
		return new StoredSpec(id, "type", null, RestartPolicy.PERMANENT, 1000, tag, Map.of());
	}

}
