/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.HashMap;
import java.util.Map;

import io.processhub.directory.WireFields;
import io.processhub.strategy.LoadSample;
import io.processhub.strategy.NodeLoad;
import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * How loads are sent: parts of a whole in thousandths.
 */
final class LoadMessages {

	private static final int WHOLE = 1000;

	private LoadMessages() {
	}

	static void write(LoadSample sample, WireWriter writer) {
		writer.writeInt(thousandths(sample.cpu())).writeInt(thousandths(sample.heap()));
		writer.writeInt(sample.queue()).writeInt(sample.processes());
	}

	static LoadSample readSample(WireReader reader) {
		return new LoadSample(readPart(reader, 0), readPart(reader, 0), WireFields.readNumber(reader),
				WireFields.readNumber(reader));
	}

	static void write(Map<String, NodeLoad> loads, WireWriter writer) {
		writer.writeAll(loads.entrySet(),
				(to, load) -> to.writeString(load.getKey())
					.writeInt(thousandths(load.getValue().capacity()))
					.writeInt(load.getValue().processes()));
	}

	static Map<String, NodeLoad> readLoads(WireReader reader) {
		Map<String, NodeLoad> loads = new HashMap<>();
		int count = reader.readCount();
		for (int i = 0; i < count; i++) {
			loads.put(WireFields.readName(reader), new NodeLoad(readPart(reader, 1), WireFields.readNumber(reader)));
		}
		return Map.copyOf(loads);
	}

	/**
	 * Return a capacity as those get it who are told, so that all reckon with the same.
	 */
	static double round(double capacity) {
		return Math.min(WHOLE, Math.max(1, thousandths(capacity))) / (double) WHOLE;
	}

	private static int thousandths(double part) {
		return (int) Math.round(part * WHOLE);
	}

	private static double readPart(WireReader reader, int least) {
		int part = reader.readInt();
		if (part < least || part > WHOLE) {
			throw new WireException("Part " + part + " is not between " + least + " and " + WHOLE);
		}
		return part / (double) WHOLE;
	}

}
