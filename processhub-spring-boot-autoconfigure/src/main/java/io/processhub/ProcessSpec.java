/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * What a process is to be: its id, the type that its instance is made from, and how it is
 * supervised and described.
 * <p>
 * Specs are immutable values; the {@code with…} methods return changed copies. A spec is
 * checked when it is handed to {@link ProcessHubOperations#start(ProcessSpec...)}, not
 * when it is made.
 *
 * @param id the id of the process, unique in its hub, 1 to {@value #MAX_ID_LENGTH}
 * characters
 * @param type the process type, as named by
 * {@link io.processhub.annotation.HubProcess#value()}
 * @param argument an argument for the process, which must be serializable by Hazelcast (a
 * record or a plain object needs no configuration)
 * @param restart when the process is restarted after it ended, or {@code null} for what
 * its type says
 * @param shutdownTimeout how long the process may take to stop, or {@code null} for what
 * its type or hub says
 * @param tag a tag to find the process by, or {@code null} for what its type says
 * @param metadata string pairs that describe the process
 * @since 0.1.0
 */
public record ProcessSpec(String id, String type, @Nullable Object argument, @Nullable RestartPolicy restart,
		@Nullable Duration shutdownTimeout, @Nullable String tag, Map<String, String> metadata) {

	/**
	 * The greatest length of a process id, in characters.
	 */
	public static final int MAX_ID_LENGTH = 512;

	public ProcessSpec {
		Assert.notNull(metadata, "'metadata' must not be null");
		metadata = metadata.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
	}

	/**
	 * Return a spec with everything but id and type left to the type and the hub.
	 * @param id the id of the process
	 * @param type the process type
	 * @return the spec
	 */
	public static ProcessSpec of(String id, String type) {
		return new ProcessSpec(id, type, null, null, null, null, Map.of());
	}

	/**
	 * Return a spec with an argument.
	 * @param id the id of the process
	 * @param type the process type
	 * @param argument the argument of the process
	 * @return the spec
	 */
	public static ProcessSpec of(String id, String type, @Nullable Object argument) {
		return new ProcessSpec(id, type, argument, null, null, null, Map.of());
	}

	/**
	 * Return a copy with another id.
	 * @param id the id of the process
	 * @return the changed copy
	 */
	public ProcessSpec withId(String id) {
		return new ProcessSpec(id, this.type, this.argument, this.restart, this.shutdownTimeout, this.tag,
				this.metadata);
	}

	/**
	 * Return a copy with another argument.
	 * @param argument the argument
	 * @return the changed copy
	 */
	public ProcessSpec withArgument(@Nullable Object argument) {
		return new ProcessSpec(this.id, this.type, argument, this.restart, this.shutdownTimeout, this.tag,
				this.metadata);
	}

	/**
	 * Return a copy with another restart policy.
	 * @param restart the restart policy
	 * @return the changed copy
	 */
	public ProcessSpec withRestart(@Nullable RestartPolicy restart) {
		return new ProcessSpec(this.id, this.type, this.argument, restart, this.shutdownTimeout, this.tag,
				this.metadata);
	}

	/**
	 * Return a copy with another shutdown timeout.
	 * @param shutdownTimeout how long the process may take to stop
	 * @return the changed copy
	 */
	public ProcessSpec withShutdownTimeout(@Nullable Duration shutdownTimeout) {
		return new ProcessSpec(this.id, this.type, this.argument, this.restart, shutdownTimeout, this.tag,
				this.metadata);
	}

	/**
	 * Return a copy with another tag.
	 * @param tag the tag
	 * @return the changed copy
	 */
	public ProcessSpec withTag(@Nullable String tag) {
		return new ProcessSpec(this.id, this.type, this.argument, this.restart, this.shutdownTimeout, tag,
				this.metadata);
	}

	/**
	 * Return a copy with other metadata.
	 * @param metadata the string pairs
	 * @return the changed copy
	 */
	public ProcessSpec withMetadata(Map<String, String> metadata) {
		return new ProcessSpec(this.id, this.type, this.argument, this.restart, this.shutdownTimeout, this.tag,
				metadata);
	}

}
