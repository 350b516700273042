/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.List;

import com.hazelcast.config.Config;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.processhub.cluster.PayloadCodec;

/**
 * Serializes as a member does, without being one.
 *
 * @since 0.1.0
 */
public final class HazelcastClusterCodec {

	private HazelcastClusterCodec() {
	}

	/**
	 * Return the serialization that a hub would have on a member.
	 * @param hubId the hub id
	 * @param allowed the prefixes of the names of classes that may be deserialized with
	 * Java serialization, beside those of the Java language
	 * @param classLoader knows the classes of what is sent, or {@code null} for the
	 * context class loader
	 * @return the codec
	 */
	public static PayloadCodec create(String hubId, List<String> allowed, @Nullable ClassLoader classLoader) {
		Assert.hasText(hubId, "'hubId' must not be empty");
		Assert.notNull(allowed, "'allowed' must not be null");
		Config config = new Config();
		HazelcastClusterConfig.serialization(config, allowed);
		config.setClassLoader(classLoader);
		return new InstancePayloadCodec(hubId, InstanceSerialization.of(config), classLoader);
	}

}
