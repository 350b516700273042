/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.List;

import io.processhub.directory.ReplicaId;
import io.processhub.directory.StoredSpec;
import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * An order to start processes.
 *
 * @param token tells the order from all others, so that it can be repeated
 * @param hops how often it was passed on
 * @param checkExisting whether an id that exists already is an error
 * @param specs what to start
 */
record Order(long token, int hops, boolean checkExisting, List<StoredSpec> specs) {

	int size() {
		return this.specs.size();
	}

	Order of(List<StoredSpec> part) {
		return new Order(this.token, this.hops, this.checkExisting, part);
	}

	Order passedOn() {
		return new Order(this.token, this.hops + 1, this.checkExisting, this.specs);
	}

	void writeTo(WireWriter writer, long millisLeft) {
		writer.writeLong(Math.max(1, millisLeft)).writeLong(this.token).writeByte(this.hops + 1);
		writer.writeBoolean(this.checkExisting).writeAll(this.specs, (to, spec) -> spec.writeTo(to));
	}

	static Order readFrom(WireReader reader) {
		Order order = new Order(reader.readLong(), reader.readByte(), reader.readBoolean(),
				reader.readAll(StoredSpec::readFrom));
		if (order.specs.stream().anyMatch((spec) -> ReplicaId.isFurther(spec.id()))) {
			throw new WireException("A replica is not started by itself");
		}
		return order;
	}

}
