/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.List;
import java.util.Map;

import com.hazelcast.spi.merge.MergingValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.processhub.RestartPolicy;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.Slot;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotOperation;
import io.processhub.directory.StoredSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SlotMergePolicy}.
 */
class SlotMergePolicyTests {

	private final SlotMergePolicy policy = new SlotMergePolicy();

	@Test
	void recordsOfBothSidesAreKept() {
		SlotHolder merged = this.policy.merge(value(holder("a", "b")), value(holder("b", "c")));
		assertThat(records(merged)).extracting(ProcessRecord::id).containsExactlyInAnyOrder("a", "b", "c");
	}

	@Test
	void recordOfTheSideThatIsJoinedIsKept() {
		SlotHolder ours = holder("a");
		SlotHolder theirs = holder("a");
		theirs.slot().execute(new SlotCommand.Change(0, List.of(new SlotOperation.Assign("a", 1, "other", 2, null))));
		ProcessRecord joined = records(this.policy.merge(value(theirs), value(ours))).iterator().next();
		assertThat(joined.node()).isNotEqualTo("other");
		assertThat(joined.epoch()).isGreaterThan(2);
		assertThat(records(this.policy.merge(value(ours), value(theirs)))).extracting(ProcessRecord::node)
			.containsExactly("other");
	}

	@Test
	void resultIsAlwaysANewInstanceAndTheSidesStayAsTheyAre() {
		SlotHolder ours = holder("a");
		SlotHolder theirs = holder("b");
		SlotHolder merged = this.policy.merge(value(theirs), value(ours));
		assertThat(merged).isNotSameAs(ours).isNotSameAs(theirs).isNotEqualTo(ours);
		assertThat(records(ours)).extracting(ProcessRecord::id).containsExactly("a");
		assertThat(records(theirs)).extracting(ProcessRecord::id).containsExactly("b");
	}

	@Test
	void slotOfOneSideOnlyIsTaken() {
		SlotHolder theirs = holder("a");
		assertThat(records(this.policy.merge(value(theirs), null))).extracting(ProcessRecord::id).containsExactly("a");
		assertThat(records(this.policy.merge(value(theirs), value(null)))).hasSize(1);
		assertThat(records(this.policy.merge(value(null), value(theirs)))).hasSize(1);
	}

	private static SlotHolder holder(String... ids) {
		Slot slot = new Slot();
		for (String id : ids) {
			slot.execute(new SlotCommand.Change(0,
					List.of(new SlotOperation.Claim(
							new StoredSpec(id, "counter", null, RestartPolicy.PERMANENT, 1000, null, Map.of()), "node",
							1))));
		}
		return new SlotHolder(slot);
	}

	private static List<ProcessRecord> records(SlotHolder holder) {
		return holder.slot().execute(new SlotCommand.ReadAll()).records();
	}

	private static MergingValue<SlotHolder> value(@Nullable SlotHolder holder) {
		return new MergingValue<>() {

			@Override
			public @Nullable SlotHolder getDeserializedValue() {
				return holder;
			}

			@Override
			public @Nullable Object getRawValue() {
				return holder;
			}

		};
	}

}
