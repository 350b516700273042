/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.processhub.ProcessHubs;
import io.processhub.ProcessInfo;
import io.processhub.engine.HubEngine;

/**
 * What a test does with the hubs of its application, beside what the application does
 * with them. A bean of tests with {@link ProcessHubTest @ProcessHubTest} or
 * {@link AutoConfigureTestProcessHub @AutoConfigureTestProcessHub}.
 * <p>
 * To be used by one thread at a time.
 *
 * @since 0.1.0
 */
public final class ProcessHubTester {

	/**
	 * How long is waited for hubs to be quiet, unless it is said otherwise.
	 */
	public static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration STEP = Duration.ofMillis(10);

	private static final Duration SETTLING = Duration.ofSeconds(1);

	private static final int MAX_STEPS = 3_000;

	private final InMemoryEngineFactory engines;

	private final ProcessHubs hubs;

	private final @Nullable ManualTime time;

	private List<Runnable> hooks = List.of();

	ProcessHubTester(InMemoryEngineFactory engines, ProcessHubs hubs, @Nullable ManualTime time) {
		this.engines = engines;
		this.hubs = hubs;
		this.time = time;
	}

	/**
	 * Return the instance of a process of the primary hub.
	 * @param <T> the type
	 * @param id the process id
	 * @param type its class, or a type that it has
	 * @return the object itself, also if the process is proxied; with several nodes that
	 * of the active instance. What it did before {@link #awaitQuiet()} is visible to the
	 * calling thread
	 * @throws IllegalStateException if there is no such process, or it is not up
	 * @throws IllegalArgumentException if it is of another type
	 */
	public <T> T process(String id, Class<T> type) {
		return process(primary(), id, type);
	}

	/**
	 * Return the instance of a process.
	 * @param <T> the type
	 * @param hubId the hub id
	 * @param id the process id
	 * @param type its class, or a type that it has
	 * @return the object itself, as with {@link #process(String, Class)}
	 * @throws IllegalStateException if there is no such process, or it is not up
	 * @throws IllegalArgumentException if there is no such hub, or the process is of
	 * another type
	 */
	public <T> T process(String hubId, String id, Class<T> type) {
		Assert.notNull(id, "'id' must not be null");
		Assert.notNull(type, "'type' must not be null");
		InMemoryHub hub = this.engines.hub(hubId);
		ProcessInfo process = hub.first().engine().lookup(id);
		InMemoryNode node = (process == null) ? hub.first()
				: hub.nodes().stream().filter((each) -> each.is(process.node())).findFirst().orElseGet(hub::first);
		return node.process(id, type);
	}

	/**
	 * Wait until nothing is under way in any hub: no message waits in a mailbox or is
	 * being handled, and nothing is being started, stopped, restarted or moved. With
	 * manual time, what waits for its time counts as quiet. The loop of a
	 * {@link io.processhub.process.HubRunnable} is not waited for.
	 * @throws IllegalStateException if that is not so within ten seconds; says what is
	 * under way
	 */
	public void awaitQuiet() {
		awaitQuiet(PATIENCE);
	}

	/**
	 * Wait until nothing is under way in any hub, as with {@link #awaitQuiet()}.
	 * @param timeout how long to wait at most, in the time of the system
	 * @throws IllegalStateException if that is not so by then
	 */
	public void awaitQuiet(Duration timeout) {
		Assert.notNull(timeout, "'timeout' must not be null");
		long until = System.nanoTime() + timeout.toNanos();
		while (!isQuiet(until)) {
			if (until - System.nanoTime() <= 0) {
				throw new IllegalStateException("The hubs are not quiet after %s: %s".formatted(timeout, describe()));
			}
			LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
		}
	}

	private boolean isQuiet(long until) {
		Duration left = Duration.ofNanos(until - System.nanoTime());
		if (!this.engines.work().await(left)) {
			return false;
		}
		CompletableFuture<?>[] settling = all().stream()
			.map((engine) -> engine.settle().toCompletableFuture())
			.toArray(CompletableFuture[]::new);
		CompletableFuture<Void> settled = CompletableFuture.allOf(settling).exceptionally((failure) -> null);
		boolean waiting = this.time == null;
		return this.engines.work().await(Duration.ofNanos(until - System.nanoTime())) && settled.isDone()
				&& all().stream().allMatch((engine) -> engine.activeProcesses(waiting).isEmpty());
	}

	private String describe() {
		List<String> active = new ArrayList<>();
		for (InMemoryHub hub : this.engines.hubs()) {
			for (InMemoryNode node : hub.nodes()) {
				Collection<String> ids = node.engine().activeProcesses(this.time == null);
				if (!ids.isEmpty()) {
					active.add("in hub '%s' %s".formatted(hub.id(), ids));
				}
			}
		}
		return (active.isEmpty() ? "" : "processes are active " + String.join(", ", active) + "; ")
				+ this.engines.work().describe();
	}

	/**
	 * Let one more node join the primary hub. It has the process types and the strategies
	 * of this application, and is there until it is stopped or killed, or the test method
	 * ends. Returns when processes have moved to where they belong now. Manual time goes
	 * on by a second or a little more.
	 * @param name the name of the node
	 * @return the node
	 * @throws IllegalArgumentException if there is a node of this name
	 */
	public TestHubNode startNode(String name) {
		return startNode(primary(), name);
	}

	/**
	 * Let one more node join a hub, as with {@link #startNode(String)}.
	 * @param hubId the hub id
	 * @param name the name of the node
	 * @return the node
	 * @throws IllegalArgumentException if there is no such hub, or a node of this name
	 */
	public TestHubNode startNode(String hubId, String name) {
		Assert.hasText(name, "'name' must not be empty");
		InMemoryHub hub = this.engines.hub(hubId);
		InMemoryNode node = hub.add(name);
		complete(node.engine().start());
		awaitSettled();
		return new TestHubNode(this, hub, node);
	}

	/**
	 * Let a node hand its processes over, and leave.
	 */
	void stop(InMemoryHub hub, InMemoryNode node) {
		if (hub.nodes().contains(node)) {
			complete(node.engine().stop(PATIENCE));
			hub.remove(node);
			awaitSettled();
		}
	}

	/**
	 * Let a node be gone for the others, and stop what runs on it.
	 */
	void kill(InMemoryHub hub, InMemoryNode node) {
		if (hub.nodes().contains(node)) {
			hub.remove(node);
			complete(node.engine().stop(Duration.ZERO));
			awaitSettled();
		}
	}

	private void complete(CompletionStage<?> stage) {
		CompletableFuture<?> future = stage.toCompletableFuture();
		for (int i = 0; this.time != null && i < MAX_STEPS && !future.isDone(); i++) {
			this.time.advance(STEP);
		}
		try {
			future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A node did not start or stop", ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("A node did not start or stop: " + describe(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while a node started or stopped", ex);
		}
	}

	private void awaitSettled() {
		if (this.time != null) {
			this.time.advance(SETTLING);
		}
		long until = System.nanoTime() + PATIENCE.toNanos();
		awaitQuiet();
		while (!this.engines.hubs().stream().allMatch(InMemoryHub::isSettled)) {
			if (until - System.nanoTime() <= 0) {
				throw new IllegalStateException("Processes are not where they belong after " + PATIENCE);
			}
			if (this.time != null) {
				this.time.advance(STEP);
			}
			awaitQuiet();
		}
	}

	/**
	 * Remember what a reset is to bring back.
	 */
	void prepare() {
		this.hooks = this.engines.hubs().stream().map((hub) -> hub.first().engine().hooks().remember()).toList();
	}

	/**
	 * Let all hubs begin anew, as before the test method: what it has started is stopped,
	 * nodes that it added are gone, handlers that it registered are cancelled, and the
	 * processes of the configuration are started again. Done after each test method.
	 */
	public void reset() {
		this.hooks.forEach(Runnable::run);
		if (this.engines.hubs().stream().allMatch(InMemoryHub::isUntouched)) {
			return;
		}
		if (this.time != null) {
			this.time.flow();
		}
		try {
			for (InMemoryHub hub : this.engines.hubs()) {
				hub.nodes().stream().skip(1).forEach((node) -> discard(hub, node));
				this.hubs.stop(hub.id());
				hub.clear();
				this.hubs.start(hub.id());
			}
			awaitQuiet();
		}
		finally {
			if (this.time != null) {
				this.time.halt();
			}
		}
	}

	private static void discard(InMemoryHub hub, InMemoryNode node) {
		hub.remove(node);
		node.engine().stop(Duration.ZERO).toCompletableFuture().join();
	}

	private List<HubEngine> all() {
		return this.engines.hubs().stream().flatMap((hub) -> hub.nodes().stream()).map(InMemoryNode::engine).toList();
	}

	private String primary() {
		return this.hubs.primary().hubId();
	}

}
