/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.micro;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

import io.processhub.hook.HookDispatcher;
import io.processhub.hook.HookKey;
import io.processhub.hook.RegistryRemoved;

/**
 * Telling what happens, where nobody listens and where somebody does; and as a measure
 * the same without hooks.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HookBenchmark {

	private final HookDispatcher nobody = dispatcher();

	private final HookDispatcher somebody = dispatcher();

	private String id = "process-1";

	private long told;

	@Setup
	public void listen() {
		this.somebody.registerHook(RegistryRemoved.class, "counts", (removed) -> this.told++);
	}

	@Benchmark
	public void nothing(Blackhole blackhole) {
		blackhole.consume(this.id);
	}

	@Benchmark
	public void tellNobody(Blackhole blackhole) {
		String present = this.id;
		this.nobody.tell(HookKey.REGISTRY_REMOVED, () -> new RegistryRemoved("hub", present));
		blackhole.consume(present);
	}

	@Benchmark
	public long tellSomebody() {
		String present = this.id;
		this.somebody.tell(HookKey.REGISTRY_REMOVED, () -> new RegistryRemoved("hub", present));
		return this.told;
	}

	private static HookDispatcher dispatcher() {
		return new HookDispatcher("hub", Runnable::run, new NoScheduler());
	}

}
