/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.Map;

import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * An order to make instances for processes that are about to come.
 *
 * @param limit how long that may take
 * @param retention how long an instance waits for its process
 * @param types the names of the process types, by process id
 */
record PrepareOrder(Duration limit, Duration retention, Map<String, String> types) {

	int size() {
		return 24 + 48 * this.types.size();
	}

	void writeTo(WireWriter writer) {
		writer.writeLong(this.limit.toMillis()).writeLong(this.retention.toMillis()).writeStrings(this.types);
	}

	static PrepareOrder readFrom(WireReader reader) {
		return new PrepareOrder(Frame.readPatience(reader), Frame.readPatience(reader), reader.readStrings());
	}

}
