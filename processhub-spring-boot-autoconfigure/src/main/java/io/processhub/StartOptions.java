/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * How processes are to be started.
 *
 * @param timeout how long the start may take
 * @param checkExisting whether an id that exists already is an error; otherwise the
 * existing process is taken as it is
 * @param onFailure what happens to the others when some could not be started
 * @param metadata string pairs that are added to the metadata of every spec
 * @param childMapping the names of the nodes to start on, by process id; only for a
 * distribution strategy that is guided by the caller
 * @param disableLogging whether the start is not to be logged
 * @since 0.1.0
 */
public record StartOptions(Duration timeout, boolean checkExisting, OnFailure onFailure, Map<String, String> metadata,
		Map<String, List<String>> childMapping, boolean disableLogging) {

	private static final StartOptions DEFAULTS = new StartOptions(Duration.ofSeconds(10), true, OnFailure.CONTINUE,
			Map.of(), Map.of(), false);

	public StartOptions {
		Assert.notNull(timeout, "'timeout' must not be null");
		Assert.isTrue(timeout.toNanos() > 0, "'timeout' must be positive");
		Assert.notNull(onFailure, "'onFailure' must not be null");
		metadata = Map.copyOf(metadata);
		childMapping = copyOf(childMapping);
	}

	private static Map<String, List<String>> copyOf(Map<String, List<String>> mapping) {
		Map<String, List<String>> copy = new HashMap<>();
		mapping.forEach((id, nodes) -> copy.put(id, List.copyOf(nodes)));
		return Map.copyOf(copy);
	}

	/**
	 * Return the defaults: ten seconds, existing ids are errors, the others continue.
	 * @return the default options
	 */
	public static StartOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Return a copy with another timeout.
	 * @param timeout how long the start may take
	 * @return the changed copy
	 */
	public StartOptions withTimeout(Duration timeout) {
		return new StartOptions(timeout, this.checkExisting, this.onFailure, this.metadata, this.childMapping,
				this.disableLogging);
	}

	/**
	 * Return a copy with another treatment of existing ids.
	 * @param checkExisting whether an id that exists already is an error
	 * @return the changed copy
	 */
	public StartOptions withCheckExisting(boolean checkExisting) {
		return new StartOptions(this.timeout, checkExisting, this.onFailure, this.metadata, this.childMapping,
				this.disableLogging);
	}

	/**
	 * Return a copy with another treatment of failures.
	 * @param onFailure what happens to the others when some could not be started
	 * @return the changed copy
	 */
	public StartOptions withOnFailure(OnFailure onFailure) {
		return new StartOptions(this.timeout, this.checkExisting, onFailure, this.metadata, this.childMapping,
				this.disableLogging);
	}

	/**
	 * Return a copy with other metadata.
	 * @param metadata string pairs that are added to the metadata of every spec
	 * @return the changed copy
	 */
	public StartOptions withMetadata(Map<String, String> metadata) {
		return new StartOptions(this.timeout, this.checkExisting, this.onFailure, metadata, this.childMapping,
				this.disableLogging);
	}

	/**
	 * Return a copy with another mapping of ids to nodes.
	 * @param childMapping the names of the nodes to start on, by process id
	 * @return the changed copy
	 */
	public StartOptions withChildMapping(Map<String, List<String>> childMapping) {
		return new StartOptions(this.timeout, this.checkExisting, this.onFailure, this.metadata, childMapping,
				this.disableLogging);
	}

	/**
	 * Return a copy with logging on or off.
	 * @param disableLogging whether the start is not to be logged
	 * @return the changed copy
	 */
	public StartOptions withDisableLogging(boolean disableLogging) {
		return new StartOptions(this.timeout, this.checkExisting, this.onFailure, this.metadata, this.childMapping,
				disableLogging);
	}

	/**
	 * What happens to the others when some processes could not be started.
	 */
	public enum OnFailure {

		/**
		 * They run.
		 */
		CONTINUE,

		/**
		 * They are stopped again.
		 */
		ROLLBACK

	}

}
