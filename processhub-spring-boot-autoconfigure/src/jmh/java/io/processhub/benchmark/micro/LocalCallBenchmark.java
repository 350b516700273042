/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.micro;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

import org.springframework.context.ConfigurableApplicationContext;

import io.processhub.ProcessHubOperations;

/**
 * Calls and messages to processes on the same node.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LocalCallBenchmark {

	private static final int PROCESSES = 1000;

	private static final Add MESSAGE = new Add(1);

	private ConfigurableApplicationContext context;

	private ProcessHubOperations hub;

	private String[] ids;

	@Setup
	public void start() {
		this.context = SingleNode.run();
		this.hub = this.context.getBean(ProcessHubOperations.class);
		this.ids = SingleNode.start(this.hub, PROCESSES);
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

	private String id() {
		return this.ids[ThreadLocalRandom.current().nextInt(this.ids.length)];
	}

	@Benchmark
	public long call() {
		return this.hub.<Long>call(id(), MESSAGE).join();
	}

	@Benchmark
	@Threads(4)
	public long callFromFourThreads() {
		return this.hub.<Long>call(id(), MESSAGE).join();
	}

	@Benchmark
	@Threads(4)
	public long callOneProcessFromFourThreads() {
		return this.hub.<Long>call(this.ids[0], MESSAGE).join();
	}

	@Benchmark
	public void send() {
		this.hub.send(id(), MESSAGE);
	}

}
