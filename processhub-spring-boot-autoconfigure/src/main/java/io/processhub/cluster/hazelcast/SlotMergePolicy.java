/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Brings the two sides' slots together when a split has healed. Hazelcast takes an
 * unchanged instance for an unchanged value, so the result is always a new one.
 */
final class SlotMergePolicy implements SplitBrainMergePolicy<SlotHolder, MergingValue<SlotHolder>, SlotHolder> {

	@Override
	public SlotHolder merge(MergingValue<SlotHolder> merging, @Nullable MergingValue<SlotHolder> existing) {
		SlotHolder theirs = merging.getDeserializedValue();
		SlotHolder ours = (existing != null) ? existing.getDeserializedValue() : null;
		SlotHolder merged = (ours != null) ? ours.copy() : new SlotHolder();
		if (theirs != null) {
			merged.slot().merge(theirs.slot());
		}
		return merged;
	}

	@Override
	public void writeData(ObjectDataOutput out) {
	}

	@Override
	public void readData(ObjectDataInput in) {
	}

}
