/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.processhub.InvalidProcessException;
import io.processhub.ProcessSpec;
import io.processhub.UnknownProcessTypeException;
import io.processhub.directory.ReplicaId;
import io.processhub.directory.StoredSpec;
import io.processhub.supervisor.ProcessType;

/**
 * Checks what a caller wants started, and completes it from the process types.
 */
final class SpecReader {

	private static final int MAX_TEXT = 4096;

	private final Hub hub;

	SpecReader(Hub hub) {
		this.hub = hub;
	}

	/**
	 * Return the specs as they are stored.
	 * @param specs the specs as the caller gave them
	 * @param metadata string pairs for all of them
	 * @param mapping which nodes they are to run on
	 * @return the complete specs
	 */
	List<StoredSpec> read(Collection<ProcessSpec> specs, Map<String, String> metadata, ChildMapping mapping) {
		Set<String> ids = new LinkedHashSet<>(specs.size() * 2);
		for (ProcessSpec spec : specs) {
			if (spec == null) {
				throw invalid(null, "A process spec must not be null");
			}
			checkId(spec.id());
			if (!ids.add(spec.id())) {
				throw invalid(spec.id(), "Process '%s' is given twice. Ids must be unique within hub '%s'"
					.formatted(spec.id(), this.hub.id()));
			}
			checkTexts(spec, metadata);
		}
		List<StoredSpec> stored = new ArrayList<>(specs.size());
		specs.forEach((spec) -> stored.add(read(spec, metadata, mapping)));
		return stored;
	}

	void checkId(@Nullable String id) {
		if (id == null || id.isBlank()) {
			throw invalid(id, "A process id must not be " + ((id == null) ? "null" : "empty"));
		}
		if (id.length() > ProcessSpec.MAX_ID_LENGTH) {
			throw invalid(id.substring(0, 32) + "…", "A process id of %d characters is too long, %d are allowed"
				.formatted(id.length(), ProcessSpec.MAX_ID_LENGTH));
		}
		if (ReplicaId.isFurther(id)) {
			throw invalid(id, "A process id must not have the character U+0001 before its last one");
		}
		if (!isUnicode(id)) {
			throw invalid(id, "A process id must be Unicode text, but has half of a surrogate pair in it");
		}
	}

	private static boolean isUnicode(String text) {
		return StandardCharsets.UTF_8.newEncoder().canEncode(text);
	}

	private void checkTexts(ProcessSpec spec, Map<String, String> metadata) {
		checkMetadata(spec.id(), spec.tag(), merged(spec, metadata));
		Duration timeout = spec.shutdownTimeout();
		if (timeout != null && timeout.isNegative()) {
			throw invalid(spec.id(), "The shutdown timeout of process '%s' must not be negative".formatted(spec.id()));
		}
	}

	private StoredSpec read(ProcessSpec spec, Map<String, String> metadata, ChildMapping mapping) {
		ProcessType type = (spec.type() != null) ? this.hub.type(spec.type()) : null;
		if (type == null) {
			throw new UnknownProcessTypeException(this.hub.id(), spec.id(),
					"There is no process type '%s' in hub '%s' for process '%s'. It has %s".formatted(spec.type(),
							this.hub.id(), spec.id(), this.hub.types().keySet()));
		}
		byte[] argument = (spec.argument() != null) ? this.hub.payloads().encode(spec.id(), "argument", spec.argument())
				: null;
		Duration timeout = firstOf(spec.shutdownTimeout(),
				firstOf(type.shutdownTimeout(), this.hub.settings().supervisor().shutdownTimeout()));
		Map<String, String> pairs = merged(spec, metadata);
		return new StoredSpec(spec.id(), type.name(), argument,
				(spec.restart() != null) ? spec.restart() : type.restart(), timeout.toMillis(),
				(spec.tag() != null) ? spec.tag() : type.tag(), pairs, mapping.nodes(spec.id()));
	}

	/**
	 * Return the metadata of a process: its own, and what it shares with others.
	 */
	static Map<String, String> merged(ProcessSpec spec, Map<String, String> metadata) {
		if (metadata.isEmpty()) {
			return spec.metadata();
		}
		Map<String, String> pairs = new LinkedHashMap<>(metadata);
		pairs.putAll(spec.metadata());
		return pairs;
	}

	void checkMetadata(String id, @Nullable String tag, Map<String, String> metadata) {
		long size = (tag != null) ? tag.length() : 0;
		for (Map.Entry<String, String> pair : metadata.entrySet()) {
			if (pair.getKey() == null || pair.getValue() == null) {
				throw invalid(id, "The metadata of process '%s' have a null in them".formatted(id));
			}
			size += pair.getKey().length() + pair.getValue().length();
		}
		if (size > MAX_TEXT) {
			throw invalid(id,
					"Tag and metadata of process '%s' have %d characters, %d are allowed. Put data into the argument"
						.formatted(id, size, MAX_TEXT));
		}
	}

	private static Duration firstOf(@Nullable Duration first, @Nullable Duration second) {
		if (first != null) {
			return first;
		}
		if (second != null) {
			return second;
		}
		return Duration.ofSeconds(60);
	}

	private InvalidProcessException invalid(@Nullable String id, String message) {
		return new InvalidProcessException(this.hub.id(), id, message);
	}

}
