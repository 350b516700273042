/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.processhub.MessageSerializationException;
import io.processhub.cluster.PayloadCodec;
import io.processhub.wire.WireWriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InstancePayloadCodec}: what one member encodes, another decodes that
 * has never seen the type before.
 */
class InstancePayloadCodecTests {

	private static TestMembers members;

	private static PayloadCodec here;

	private static PayloadCodec there;

	@BeforeAll
	static void start() {
		members = new TestMembers();
		here = members.startAndOpen("hub").codec();
		there = members.startAndOpen("hub").codec();
	}

	@AfterAll
	static void terminate() {
		members.close();
	}

	static Stream<@Nullable Object> values() {
		Line line = new Line("a", 3, new BigDecimal("1.5"));
		return Stream.of(null, "text", 42, 42L, 1.5, true, new byte[] { 1, 2 }, UUID.randomUUID(), BigDecimal.TEN,
				LocalDate.of(2026, 1, 1), Color.GREEN, new ArrayList<>(List.of("a", 1)), new HashMap<>(Map.of("a", 1L)),
				new Amount(7), new Empty(), line, new Order("id", line, new Line[] { line, line }, Color.RED, null),
				new Lists(new ArrayList<>(List.of("a", "b")), new HashMap<>(Map.of("a", 1))),
				new ArrayList<>(List.of(line, line)), List.of("a", "b"), Map.of("a", 1), List.of(line),
				Map.of("a", line), Instant.now(), List.of(Color.RED, List.of(Set.of(line))), List.of(), Map.of(),
				new Nested(List.of(line), Map.of("a", line), Set.of("b")), new WithInterface(new Circle(1)),
				new WithEnums(List.of(Color.RED)), new Nested(new ArrayList<>(), new HashMap<>(), new HashSet<>()),
				java.util.Arrays.asList("a", null), new TreeMap<>(Map.of("a", 1)), Duration.ofSeconds(1));
	}

	@ParameterizedTest
	@MethodSource("values")
	void valueIsTheSameOnTheOtherMember(@Nullable Object value) {
		assertThat(there.decode(here.encode(value))).isEqualTo(value);
		assertThat(here.decode(there.encode(value))).isEqualTo(value);
	}

	@Test
	void classWithoutRecordIsTakenFieldByField() {
		Mutable value = new Mutable();
		value.text = "a";
		value.line = new Line("b", 1, BigDecimal.ONE);
		assertThat(there.decode(here.encode(value))).usingRecursiveComparison().isEqualTo(value);
	}

	@Test
	void valueThatCannotBeSerializedIsNamed() {
		assertThatExceptionOfType(MessageSerializationException.class).isThrownBy(() -> here.encode(new Thread()))
			.withMessageContaining("java.lang.Thread")
			.satisfies((ex) -> assertThat(ex.getHub()).isEqualTo("hub"));
		assertThatExceptionOfType(MessageSerializationException.class).isThrownBy(() -> here.encode((Runnable) () -> {
		}));
	}

	@Test
	void serializableClassIsOnlyTakenIfAllowed() {
		assertThatExceptionOfType(MessageSerializationException.class).isThrownBy(() -> here.encode(new RiskyClass()))
			.withMessageContaining("may be deserialized");
		HazelcastInstance open = Hazelcast.newHazelcastInstance(
				members.config().setClusterName("open").setSerializationConfig(new SerializationConfig()));
		byte[] bytes = new InstancePayloadCodec("hub", open).encode(new RiskyClass());
		open.getLifecycleService().terminate();
		assertThatExceptionOfType(MessageSerializationException.class).isThrownBy(() -> there.decode(bytes))
			.withMessageContaining("may be deserialized")
			.withStackTraceContaining("Resolving class " + RiskyClass.class.getName() + " is not allowed");
	}

	static Stream<Object> recordsThatCompactRefuses() {
		return Stream.of(new WithOptional(Optional.of("a")), new WithOptional(Optional.empty()),
				new WithDuration(Duration.ZERO), new WithInstant(Instant.EPOCH), new WithUuid(UUID.randomUUID()),
				new WithObject("a"), new WithObject(new WithInstant(Instant.EPOCH)),
				new WithLists(List.of(List.of("a"))), new WithCollection(List.of()), new Risky("a"),
				new WithEnumMap(new EnumMap<>(Map.of(Color.RED, 1))));
	}

	@ParameterizedTest
	@MethodSource("recordsThatCompactRefuses")
	void recordThatCompactRefusesIsTakenByItsComponents(Object value) {
		for (int i = 0; i < 2; i++) {
			assertThat(there.decode(here.encode(value))).isEqualTo(value);
		}
	}

	@Test
	void componentsMayComeAndGo() {
		WireWriter writer = new WireWriter(100).writeByte(7);
		writer.writeString(WithNew.class.getName()).writeInt(2);
		writer.writeString("value").writeByte(2).writeString(Color.class.getName()).writeString("GREEN");
		writer.writeString("gone").writeByte(0);
		assertThat(here.decode(writer.toByteArrayWithChecksum())).isEqualTo(new WithNew(Color.GREEN, 0, null));
	}

	@Test
	void onlyRecordsAndEnumsAreMadeByName() {
		for (int kind : new int[] { 2, 7 }) {
			byte[] bytes = new WireWriter(100).writeByte(kind)
				.writeString("java.lang.Thread")
				.writeString("x")
				.toByteArrayWithChecksum();
			assertThatExceptionOfType(MessageSerializationException.class).isThrownBy(() -> here.decode(bytes))
				.withMessageContaining("java.lang.Thread");
		}
	}

	@Test
	void fieldTypeThatIsNotKnownIsNamed() {
		Unknown value = new Unknown();
		value.instant = Instant.EPOCH;
		assertThatExceptionOfType(MessageSerializationException.class).isThrownBy(() -> here.encode(value))
			.withMessageContaining("java.time.Instant");
	}

	@Test
	void malformedBytesAreRefused() {
		byte[] valid = here.encode(new Amount(7));
		for (byte[] bytes : List.of(new byte[] { 1 }, new byte[8], new byte[20],
				java.util.Arrays.copyOf(valid, valid.length - 3), "some text that is no value".getBytes())) {
			assertThatExceptionOfType(MessageSerializationException.class).isThrownBy(() -> there.decode(bytes));
		}
	}

	enum Color {

		RED, GREEN

	}

	record Amount(long amount) {
	}

	record Empty() {
	}

	record Line(String text, int count, BigDecimal price) {
	}

	record Order(String id, Line line, Line[] lines, Color color, @Nullable String note) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Order order && this.id.equals(order.id) && this.line.equals(order.line)
					&& List.of(this.lines).equals(List.of(order.lines)) && this.color == order.color
					&& order.note == null;
		}

		@Override
		public int hashCode() {
			return this.id.hashCode();
		}

	}

	record Lists(List<String> texts, Map<String, Integer> counts) {
	}

	record Nested(List<Line> lines, Map<String, Line> byName, Set<String> texts) {
	}

	record WithNew(Object value, int count, @Nullable String text) {
	}

	record WithEnumMap(Map<Color, Integer> value) {
	}

	static class Unknown {

		@Nullable Instant instant;

	}

	record WithOptional(Optional<String> value) {
	}

	record WithDuration(Duration value) {
	}

	record WithInstant(Instant value) {
	}

	record WithUuid(UUID value) {
	}

	record WithObject(Object value) {
	}

	interface Shape {

	}

	record Circle(int radius) implements Shape {
	}

	record WithInterface(Shape value) {
	}

	record WithLists(List<List<String>> value) {
	}

	record WithCollection(Collection<String> value) {
	}

	record WithEnums(List<Color> value) {
	}

	record Risky(String text) implements Serializable {
	}

	static class RiskyClass implements Serializable {

	}

	static class Mutable {

		@Nullable String text;

		@Nullable Line line;

	}

}
