/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.processhub.RestartPolicy;
import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * A {@link io.processhub.ProcessSpec} as it is stored and sent: complete, with the
 * argument in its serialized form.
 *
 * @param id the process id
 * @param type the process type
 * @param argument the serialized argument, or {@code null} if there is none
 * @param restart the restart policy
 * @param shutdownTimeout how long the process may take to stop, in milliseconds
 * @param tag the tag, or {@code null} if there is none
 * @param metadata the string pairs
 * @param nodes the names of the nodes that the process may run on, or empty if the hub is
 * to choose
 * @since 0.1.0
 */
public record StoredSpec(String id, String type, byte @Nullable [] argument, RestartPolicy restart,
		long shutdownTimeout, @Nullable String tag, Map<String, String> metadata, List<String> nodes) {

	private static final RestartPolicy[] RESTARTS = RestartPolicy.values();

	/**
	 * Create the spec of a process that may run on any node.
	 * @param id the process id
	 * @param type the process type
	 * @param argument the serialized argument, or {@code null} if there is none
	 * @param restart the restart policy
	 * @param shutdownTimeout how long the process may take to stop, in milliseconds
	 * @param tag the tag, or {@code null} if there is none
	 * @param metadata the string pairs
	 */
	public StoredSpec(String id, String type, byte @Nullable [] argument, RestartPolicy restart, long shutdownTimeout,
			@Nullable String tag, Map<String, String> metadata) {
		this(id, type, argument, restart, shutdownTimeout, tag, metadata, List.of());
	}

	/**
	 * Return a copy for another replica of the process.
	 * @param id the id of the process or of a replica
	 * @return the changed copy
	 */
	public StoredSpec withId(String id) {
		return new StoredSpec(id, this.type, this.argument, this.restart, this.shutdownTimeout, this.tag, this.metadata,
				this.nodes);
	}

	/**
	 * Return a copy with other metadata.
	 * @param metadata the string pairs
	 * @return the changed copy
	 */
	public StoredSpec withMetadata(Map<String, String> metadata) {
		return new StoredSpec(this.id, this.type, this.argument, this.restart, this.shutdownTimeout, this.tag, metadata,
				this.nodes);
	}

	/**
	 * Write the spec.
	 * @param writer where to
	 */
	public void writeTo(WireWriter writer) {
		writer.writeString(this.id);
		writer.writeString(this.type);
		writer.writeOptionalBytes(this.argument);
		writer.writeByte(this.restart.ordinal());
		writer.writeLong(this.shutdownTimeout);
		writer.writeOptionalString(this.tag);
		writer.writeStrings(this.metadata);
		writer.writeAll(this.nodes, WireWriter::writeString);
	}

	/**
	 * Read a spec.
	 * @param reader where from
	 * @return the spec
	 */
	public static StoredSpec readFrom(WireReader reader) {
		return new StoredSpec(WireFields.readId(reader), WireFields.readName(reader), reader.readOptionalBytes(),
				reader.readEnum(RESTARTS), readTimeout(reader), internOptional(reader.readOptionalString()),
				reader.readStrings(), List.copyOf(reader.readAll(WireFields::readName)));
	}

	private static long readTimeout(WireReader reader) {
		long timeout = reader.readLong();
		if (timeout < 0) {
			throw new WireException("Timeout " + timeout + " is negative");
		}
		return timeout;
	}

	private static @Nullable String internOptional(@Nullable String text) {
		return (text != null) ? text.intern() : null;
	}

}
