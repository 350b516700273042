/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.micro;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.context.ConfigurableApplicationContext;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessInfo;

/**
 * Lookups by id in a hub of 100,000 processes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookupBenchmark {

	private static final int PROCESSES = 100_000;

	/**
	 * How many different ids are looked up: few fit into the caches of the processor.
	 */
	@Param({ "1000", "100000" })
	int ids;

	private ConfigurableApplicationContext context;

	private ProcessHubOperations hub;

	private String[] known;

	private int next;

	@Setup
	public void start() {
		this.context = SingleNode.run();
		this.hub = this.context.getBean(ProcessHubOperations.class);
		this.known = SingleNode.start(this.hub, PROCESSES);
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

	private String id() {
		// A step that is prime to the number of ids visits all of them in no order
		this.next = (this.next + 7919) % this.ids;
		return this.known[this.next];
	}

	@Benchmark
	public Optional<ProcessInfo> lookup() {
		return this.hub.lookup(id());
	}

	@Benchmark
	public boolean contains() {
		return this.hub.contains(id());
	}

	@Benchmark
	public Optional<ProcessInfo> lookupOfNone() {
		return this.hub.lookup("nobody");
	}

}
