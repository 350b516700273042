/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.Map.Entry;

import com.hazelcast.core.ReadOnly;
import com.hazelcast.map.EntryProcessor;
import org.jspecify.annotations.Nullable;

import io.processhub.directory.Slot;

/**
 * Carries a command that changes nothing to its slot, and not to the backups.
 */
final class SlotQuestion extends SlotProcessor implements ReadOnly {

	SlotQuestion() {
	}

	SlotQuestion(byte[] command) {
		super(command);
	}

	@Override
	public byte[] process(Entry<Integer, SlotHolder> entry) {
		if (!command().isQuestion()) {
			throw new IllegalArgumentException("Not a question");
		}
		SlotHolder holder = entry.getValue();
		Slot slot = (holder != null) ? holder.slot() : new Slot();
		return slot.execute(command()).toBytes();
	}

	@Override
	public @Nullable EntryProcessor<Integer, SlotHolder, byte[]> getBackupProcessor() {
		return null;
	}

}
