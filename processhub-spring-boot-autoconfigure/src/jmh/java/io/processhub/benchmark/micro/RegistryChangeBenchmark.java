/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.micro;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import io.processhub.ProcessState;
import io.processhub.RestartPolicy;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.StoredSpec;
import io.processhub.registry.Registry;
import io.processhub.registry.RegistryChange;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * What nodes send each other about processes, per process.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RegistryChangeBenchmark.CHANGES)
public class RegistryChangeBenchmark {

	static final int CHANGES = 10_000;

	private static final int BYTES = 64;

	private List<RegistryChange> changes;

	private List<RegistryChange> moves;

	private List<RegistryChange> removals;

	private byte[] written;

	@Setup
	public void prepare() {
		this.changes = changes("node-1", 1);
		this.moves = changes("node-2", 2);
		this.removals = this.changes.stream().map((change) -> RegistryChange.removal(change.id(), 3)).toList();
		this.written = write();
	}

	private static List<RegistryChange> changes(String node, long revision) {
		return IntStream.range(0, CHANGES)
			.mapToObj((number) -> RegistryChange.of(new ProcessRecord(
					new StoredSpec("process-" + number, Counter.TYPE, null, RestartPolicy.PERMANENT, 60_000, null,
							Map.of()),
					node, 1, revision, revision, ProcessState.RUNNING, 0, 0, null)))
			.toList();
	}

	@Benchmark
	public byte[] write() {
		return new WireWriter(CHANGES * BYTES).writeAll(this.changes, (writer, change) -> change.writeTo(writer))
			.toByteArray();
	}

	@Benchmark
	public List<RegistryChange> read() {
		return new WireReader(this.written).readAll(RegistryChange::readFrom);
	}

	@Benchmark
	public Registry applyToEmpty() {
		Registry registry = new Registry((before, change) -> {
		});
		this.changes.forEach(registry::apply);
		return registry;
	}

	@Benchmark
	@OperationsPerInvocation(3 * CHANGES)
	public Registry applyStartMoveAndStop() {
		Registry registry = applyToEmpty();
		this.moves.forEach(registry::apply);
		this.removals.forEach(registry::apply);
		return registry;
	}

}
