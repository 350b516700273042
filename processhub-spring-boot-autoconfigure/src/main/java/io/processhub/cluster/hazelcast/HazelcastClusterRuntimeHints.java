/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import com.hazelcast.spi.merge.DiscardMergePolicy;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

import io.processhub.wire.WireException;

/**
 * The hints for what Hazelcast makes by the names of our classes: what it takes apart and
 * puts together on another member, and the merge policies of our maps.
 *
 * @since 0.1.0
 */
public final class HazelcastClusterRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (Class<?> type : new Class<?>[] { BatchTask.class, SlotHolder.class, SlotProcessor.class,
				SlotProcessor.Backup.class, SlotQuestion.class, SlotMergePolicy.class, DiscardMergePolicy.class }) {
			hints.reflection().registerType(type, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
		}
		// An exception of an operation goes back to the member that asked for it
		hints.reflection().registerJavaSerialization(WireException.class);
	}

}
