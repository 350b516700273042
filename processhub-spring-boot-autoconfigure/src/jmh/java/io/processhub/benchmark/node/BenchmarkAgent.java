/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.node;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

import com.hazelcast.map.IMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessInfo;
import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.StopOptions;
import io.processhub.benchmark.cluster.ExportedAgent;
import io.processhub.benchmark.cluster.HubWatch;
import io.processhub.benchmark.cluster.Span;

/**
 * Does on this node what the driver asks for.
 */
@Component
class BenchmarkAgent extends ExportedAgent implements BenchmarkNode {

	private static final Duration TIMEOUT = Duration.ofMinutes(2);

	private static final int TARGETS = 1000;

	private static final int COLLECTIONS = 3;

	private final ProcessHubOperations hub;

	private final HazelcastBaseline hazelcast;

	private @Nullable Load load;

	/**
	 * Something that must not be optimized away.
	 */
	private volatile long sink;

	BenchmarkAgent(ProcessHubOperations hub, HubWatch watch, HazelcastBaseline hazelcast,
			@Value("${benchmark.registry-port}") int registryPort, @Value("${benchmark.agent}") String name) {
		super(watch, registryPort, name);
		this.hub = hub;
		this.hazelcast = hazelcast;
	}

	@Override
	public Span start(String prefix, int from, int count) {
		List<ProcessSpec> specs = IntStream.range(from, from + count)
			.mapToObj((number) -> ProcessSpec.of(prefix + number, Counter.TYPE))
			.toList();
		StartOptions options = StartOptions.defaults().withTimeout(TIMEOUT);
		long before = System.nanoTime();
		StartResult result = this.hub.start(specs, options).join();
		long after = System.nanoTime();
		if (result.status() != StartResult.Status.STARTED) {
			throw new IllegalStateException("%d of %d were not started, the first because of: %s"
				.formatted(result.errors().size(), count, result.errors().get(0)));
		}
		return new Span(before, after);
	}

	@Override
	public Span stop(String prefix, int from, int count) {
		List<String> ids = IntStream.range(from, from + count).mapToObj((number) -> prefix + number).toList();
		StopOptions options = StopOptions.defaults().withTimeout(TIMEOUT);
		long before = System.nanoTime();
		this.hub.stop(ids, options).join();
		return new Span(before, System.nanoTime());
	}

	@Override
	public ByPlace startEach(String prefix, int count) {
		Histogram all = Meter.histogram();
		Histogram local = Meter.histogram();
		Histogram remote = Meter.histogram();
		long from = System.nanoTime();
		for (int i = 0; i < count; i++) {
			ProcessSpec spec = ProcessSpec.of(prefix + i, Counter.TYPE);
			long before = System.nanoTime();
			StartResult result = this.hub.start(spec).join();
			long time = System.nanoTime() - before;
			all.recordValue(time);
			(result.node().equals(this.hub.localNode()) ? local : remote).recordValue(time);
		}
		Duration duration = Duration.ofNanos(System.nanoTime() - from);
		return new ByPlace(Latencies.of(all, duration), Latencies.of(local, duration), Latencies.of(remote, duration));
	}

	@Override
	public double lookup(String prefix, int count, int lookups) {
		String[] ids = IntStream.range(0, count).mapToObj((number) -> prefix + number).toArray(String[]::new);
		int[] order = ThreadLocalRandom.current().ints(lookups, 0, count).toArray();
		long found = 0;
		long before = System.nanoTime();
		for (int index : order) {
			found += this.hub.lookup(ids[index]).isPresent() ? 1 : 0;
		}
		long time = System.nanoTime() - before;
		this.sink = found;
		if (found != lookups) {
			throw new IllegalStateException("%d of %d were not found".formatted(lookups - found, lookups));
		}
		return (double) time / lookups;
	}

	@Override
	public Latencies measure(Operation operation, int callers, Duration duration) {
		return switch (operation) {
			case CALL_LOCAL -> measureCalls(true, callers, duration);
			case CALL_REMOTE -> measureCalls(false, callers, duration);
			case EXECUTOR_LOCAL -> Meter.measure(this.hazelcast.task(true), 1, callers, duration);
			case EXECUTOR_REMOTE -> Meter.measure(this.hazelcast.task(false), 1, callers, duration);
			case MAP_GET_REMOTE -> measureMap((map, key) -> this.sink = map.get(key), callers, duration);
			case MAP_SET_REMOTE -> measureMap((map, key) -> map.set(key, 1L), callers, duration);
		};
	}

	private Latencies measureCalls(boolean local, int callers, Duration duration) {
		String[] ids = this.hub.processes()
			.stream()
			.filter((process) -> process.node().equals(this.hub.localNode()) == local)
			.limit(TARGETS)
			.map(ProcessInfo::id)
			.toArray(String[]::new);
		Add message = new Add(1);
		return Meter.measure((index) -> this.hub.<Long>call(ids[index], message).join(), ids.length, callers, duration);
	}

	private Latencies measureMap(BiConsumer<IMap<Integer, Long>, Integer> action, int callers, Duration duration) {
		IMap<Integer, Long> map = this.hazelcast.map();
		int[] keys = this.hazelcast.remoteKeys();
		return Meter.measure((index) -> action.accept(map, keys[index]), keys.length, callers, duration);
	}

	@Override
	public synchronized void startLoad(String prefix, int count, int perSecond, long firstMessage) {
		String[] ids = IntStream.range(0, count).mapToObj((number) -> prefix + number).toArray(String[]::new);
		this.load = new Load(this.hub, ids, perSecond, firstMessage);
		this.load.start();
	}

	@Override
	public synchronized LoadResult stopLoad() {
		try {
			LoadResult result = this.load.stop();
			this.load = null;
			return result;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public long[] handledMessages() {
		return HandledMessages.take();
	}

	@Override
	public long sum() {
		List<CompletableFuture<Long>> values = this.hub.localProcesses()
			.stream()
			.map((process) -> this.hub.<Long>call(process.id(), new Get(1)))
			.toList();
		return values.stream().mapToLong(CompletableFuture::join).sum();
	}

	@Override
	public long usedHeap() {
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	@Override
	public Traffic traffic() {
		return this.hazelcast.traffic();
	}

}
