/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.processhub.ProcessState;
import io.processhub.RestartPolicy;

/**
 * Operations by chance, on few ids, so that many of them succeed.
 */
final class SlotOperations {

	private SlotOperations() {
	}

	static SlotCommand.Change change(Random random, long revision) {
		List<SlotOperation> operations = new ArrayList<>();
		for (int i = random.nextInt(4); i >= 0; i--) {
			operations.add(operation(random, revision));
		}
		return new SlotCommand.Change((random.nextInt(200) == 0) ? revision + 5 : random.nextInt(3), operations);
	}

	static SlotOperation operation(Random random, long revision) {
		String id = "id-" + random.nextInt(8);
		String node = "node-" + random.nextInt(3);
		long epoch = Math.max(0, revision - random.nextInt(12));
		byte[] state = { (byte) random.nextInt(), -1 };
		String replica = ReplicaId.of(id, random.nextInt(3));
		return switch (random.nextInt(11)) {
			case 0 -> new SlotOperation.Claim(spec(random, id), node, random.nextInt(4));
			case 1 -> new SlotOperation.Assign(id, epoch, node, random.nextInt(4), random.nextBoolean() ? state : null);
			case 2 -> new SlotOperation.Remove(id, random.nextBoolean() ? 0 : epoch);
			case 3 -> new SlotOperation.Amend(id, epoch, ProcessState.values()[random.nextInt(2)], random.nextInt(9));
			case 4 -> new SlotOperation.Describe(id, Map.of("key", "value-" + random.nextInt(9)));
			case 5 -> new SlotOperation.Settle(id, epoch);
			case 6 -> new SlotOperation.Restore(record(random, replica, node, epoch + random.nextInt(3)));
			case 7 -> new SlotOperation.Replicate(replica, random.nextInt(4), node, random.nextInt(4));
			case 8 -> new SlotOperation.Assign(replica, epoch, node, random.nextInt(4),
					random.nextBoolean() ? state : null, random.nextBoolean() ? ReplicaId.of(id, 1) : null);
			case 9 -> new SlotOperation.Abandon(replica, epoch);
			default -> new SlotOperation.Bury(id, epoch + random.nextInt(3));
		};
	}

	static ProcessRecord record(Random random, String id, String node, long revision) {
		return new ProcessRecord(spec(random, id), node, random.nextLong(), Math.max(1, revision - 1),
				Math.max(1, revision), ProcessState.values()[random.nextInt(2)], random.nextInt(5), random.nextLong(),
				random.nextBoolean() ? new byte[] { 3, 4, 5 } : null);
	}

	static StoredSpec spec(Random random, String id) {
		return new StoredSpec(id, "type", random.nextBoolean() ? new byte[] { 1, 2 } : null,
				RestartPolicy.values()[random.nextInt(3)], random.nextInt(60_000),
				random.nextBoolean() ? "täg-" + random.nextInt(2) : null,
				random.nextBoolean() ? Map.of("k", "v") : Map.of(),
				random.nextBoolean() ? List.of("node-1", "node-" + random.nextInt(9)) : List.of());
	}

}
