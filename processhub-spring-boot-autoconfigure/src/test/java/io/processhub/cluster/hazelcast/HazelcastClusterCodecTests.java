/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;

import com.hazelcast.core.Hazelcast;
import org.junit.jupiter.api.Test;

import io.processhub.MessageSerializationException;
import io.processhub.cluster.PayloadCodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HazelcastClusterCodec}. That members understand what it writes is
 * tested with that of members, in {@link InstancePayloadCodecTests}.
 */
class HazelcastClusterCodecTests {

	private final PayloadCodec codec = HazelcastClusterCodec.create("hub", List.of(), null);

	@Test
	void valuesComeBackWithoutAMember() {
		int members = Hazelcast.getAllHazelcastInstances().size();
		for (Object value : List.of(42L, "text", new Plain("name", 3), new Timed(Instant.EPOCH), List.of("one"))) {
			assertThat(this.codec.decode(this.codec.encode(value))).isEqualTo(value);
		}
		assertThat(Hazelcast.getAllHazelcastInstances()).hasSize(members);
	}

	@Test
	void whatAMemberRefusesIsRefused() {
		assertThatExceptionOfType(MessageSerializationException.class).isThrownBy(() -> this.codec.encode(new Thread()))
			.withMessageContaining("java.lang.Thread");
		Old old = new Old();
		assertThatExceptionOfType(MessageSerializationException.class).isThrownBy(() -> this.codec.encode(old))
			.withMessageContaining("other nodes may not deserialize it");
		PayloadCodec allowing = HazelcastClusterCodec.create("hub", List.of("io.processhub."), null);
		assertThat(allowing.decode(allowing.encode(old))).isInstanceOf(Old.class);
	}

	record Plain(String name, int number) {

	}

	record Timed(Instant time) {

	}

	static class Old implements Serializable {

		private static final long serialVersionUID = 1L;

	}

}
