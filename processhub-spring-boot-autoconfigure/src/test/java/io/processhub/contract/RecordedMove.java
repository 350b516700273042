/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.contract;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.processhub.strategy.MigrationStrategy.Move;

/**
 * A move that notes which steps it is told to take. Thread-safe.
 */
final class RecordedMove implements InvocationHandler {

	static final String STOP = "stopHere";

	static final String TRANSFER = "transfer";

	static final String START = "startThere";

	static final String FORWARD = "forward";

	/**
	 * The steps that stand for another one.
	 */
	private static final Map<String, String> KINDS = Map.of("pauseHere", STOP, "switchThere", START);

	private final Function<String, CompletableFuture<@Nullable Void>> outcome;

	private final Map<String, CompletableFuture<@Nullable Void>> steps = new LinkedHashMap<>();

	private final List<String> violations = new ArrayList<>();

	private final boolean startsFirst;

	private final boolean urgent;

	/**
	 * Create a move.
	 * @param startsFirst whether processes may start there before they stop here
	 * @param outcome what comes of a step, by its name
	 */
	RecordedMove(boolean startsFirst, Function<String, CompletableFuture<@Nullable Void>> outcome) {
		this(startsFirst, false, outcome);
	}

	private RecordedMove(boolean startsFirst, boolean urgent,
			Function<String, CompletableFuture<@Nullable Void>> outcome) {
		this.startsFirst = startsFirst;
		this.urgent = urgent;
		this.outcome = outcome;
	}

	/**
	 * Return a move of processes that must go, whose steps are done at once.
	 */
	static RecordedMove urgent(boolean startsFirst) {
		return new RecordedMove(startsFirst, true, (step) -> CompletableFuture.completedFuture(null));
	}

	/**
	 * Return a move whose steps are done at once.
	 */
	static RecordedMove quick(boolean startsFirst) {
		return new RecordedMove(startsFirst, (step) -> CompletableFuture.completedFuture(null));
	}

	/**
	 * Return a move whose steps wait to be completed.
	 */
	static RecordedMove slow(boolean startsFirst) {
		return new RecordedMove(startsFirst, (step) -> new CompletableFuture<>());
	}

	Move move() {
		return (Move) Proxy.newProxyInstance(Move.class.getClassLoader(), new Class<?>[] { Move.class }, this);
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (method.isDefault()) {
			return InvocationHandler.invokeDefault(proxy, method, arguments);
		}
		return switch (method.getName()) {
			case "isUrgent" -> this.urgent;
			case "toString" -> "move";
			case "hashCode" -> System.identityHashCode(proxy);
			case "equals" -> arguments != null && arguments[0] == proxy;
			default -> method.getReturnType().isAssignableFrom(CompletableFuture.class)
					&& CompletionStage.class.isAssignableFrom(method.getReturnType())
							? step(KINDS.getOrDefault(method.getName(), method.getName())) : null;
		};
	}

	private synchronized CompletableFuture<@Nullable Void> step(String step) {
		switch (step) {
			case TRANSFER -> require(step, STOP);
			case START -> {
				if (!this.startsFirst) {
					require(step, TRANSFER);
				}
			}
			case FORWARD -> {
				require(step, TRANSFER);
				require(step, START);
			}
			default -> {
			}
		}
		CompletableFuture<@Nullable Void> future = this.outcome.apply(step);
		if (this.steps.put(step, future) != null) {
			this.violations.add("%s was called twice".formatted(step));
		}
		return future;
	}

	private void require(String step, String before) {
		CompletableFuture<@Nullable Void> earlier = this.steps.get(before);
		if (earlier == null || !earlier.isDone()) {
			this.violations.add("%s was called before %s was done".formatted(step, before));
		}
		else if (earlier.isCompletedExceptionally()) {
			this.violations.add("%s was called though %s had failed".formatted(step, before));
		}
	}

	/**
	 * Return what was done wrong.
	 */
	synchronized List<String> violations() {
		return List.copyOf(this.violations);
	}

	synchronized Set<String> steps() {
		return Set.copyOf(this.steps.keySet());
	}

	/**
	 * Complete a step that waits.
	 * @return its name, or {@code null} if none waits
	 */
	@Nullable String completeOne() {
		Map<String, CompletableFuture<@Nullable Void>> present;
		synchronized (this) {
			present = new LinkedHashMap<>(this.steps);
		}
		for (Map.Entry<String, CompletableFuture<@Nullable Void>> step : present.entrySet()) {
			if (step.getValue().complete(null)) {
				return step.getKey();
			}
		}
		return null;
	}

	synchronized boolean isWaiting() {
		return this.steps.values().stream().anyMatch((future) -> !future.isDone());
	}

}
