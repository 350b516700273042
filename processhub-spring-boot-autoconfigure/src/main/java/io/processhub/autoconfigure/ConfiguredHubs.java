/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The hubs that the application has, and which of them is the primary one.
 *
 * @param hubs the properties of the hubs by id
 * @param primary the id of the primary hub
 */
record ConfiguredHubs(Map<String, HubProperties> hubs, String primary) {

	static final String DEFAULT = "default";

	static ConfiguredHubs of(Map<String, HubProperties> hubs) {
		if (hubs.isEmpty()) {
			return new ConfiguredHubs(Map.of(DEFAULT, defaults()), DEFAULT);
		}
		hubs.keySet().forEach(ConfiguredHubs::check);
		return new ConfiguredHubs(hubs, primary(hubs));
	}

	Set<String> ids() {
		return this.hubs.keySet();
	}

	/**
	 * Return the ids of the hubs, before their properties are bound.
	 */
	static Set<String> ids(Environment environment) {
		Set<String> ids = Binder.get(environment)
			.bind("processhub.hubs", Bindable.mapOf(String.class, Object.class))
			.orElseGet(Map::of)
			.keySet();
		return ids.isEmpty() ? Set.of(DEFAULT) : ids;
	}

	static HubProperties defaults() {
		return new Binder().bindOrCreate(DEFAULT, HubProperties.class);
	}

	private static void check(String id) {
		if (!StringUtils.hasText(id)) {
			throw new InvalidHubPropertyException("processhub.hubs", "A hub has an empty id.", "Give it an id.", null);
		}
	}

	private static String primary(Map<String, HubProperties> hubs) {
		List<String> marked = hubs.keySet().stream().filter((id) -> isPrimary(hubs, id)).toList();
		if (marked.size() > 1) {
			throw new PrimaryHubException(
					"More than one hub is the primary one: %s.".formatted(Suggestions.list(marked)), marked);
		}
		if (marked.size() == 1) {
			return marked.get(0);
		}
		if (hubs.size() == 1) {
			return hubs.keySet().iterator().next();
		}
		if (hubs.containsKey(DEFAULT)) {
			return DEFAULT;
		}
		throw new PrimaryHubException("There are %d hubs, and none of them is the primary one.".formatted(hubs.size()),
				hubs.keySet());
	}

	private static boolean isPrimary(Map<String, HubProperties> hubs, String id) {
		HubProperties properties = hubs.get(id);
		return properties != null && properties.primary();
	}

}
