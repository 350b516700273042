/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.processhub.cluster.Directory;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * The settings of a node that should be the same on all nodes of the hub.
 *
 * @param settings the settings by name
 */
record Agreement(Map<String, String> settings) {

	private static final List<String> PLACEMENT = List.of("distribution", "redundancy");

	static Agreement of(HubEngineStrategies strategies, Directory directory) {
		Map<String, String> settings = new LinkedHashMap<>();
		settings.put("distribution", strategies.distribution().signature());
		settings.put("redundancy", strategies.redundancy().signature());
		settings.put("directory", directory.signature());
		return new Agreement(settings);
	}

	/**
	 * Return whether two nodes would place each process alike. If not, they must not move
	 * any to each other: it would go to and fro for ever.
	 */
	boolean placesLike(Agreement other) {
		return PLACEMENT.stream().allMatch((name) -> Objects.equals(this.settings.get(name), other.settings.get(name)));
	}

	/**
	 * Return what another node has set otherwise.
	 */
	List<String> differences(Agreement other) {
		return this.settings.entrySet()
			.stream()
			.filter((setting) -> !setting.getValue().equals(other.settings.get(setting.getKey())))
			.map((setting) -> "%s is '%s' there and '%s' here".formatted(setting.getKey(),
					other.settings.get(setting.getKey()), setting.getValue()))
			.toList();
	}

	void writeTo(WireWriter writer) {
		writer.writeStrings(this.settings);
	}

	static Agreement readFrom(WireReader reader) {
		return new Agreement(reader.readStrings());
	}

}
