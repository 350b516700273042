/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A future whose dependents never run on the thread that completes it, which may be one
 * of the cluster library's: they run on the workers, or at once if the result is there
 * already. A thread that waits is woken directly.
 *
 * @param <T> the type of the result
 */
class CallFuture<T extends @Nullable Object> extends CompletableFuture<T> {

	private final Executor workers;

	CallFuture(Executor workers) {
		this.workers = workers;
	}

	@Override
	public <U> CompletableFuture<U> newIncompleteFuture() {
		return new CompletableFuture<>();
	}

	@Override
	public Executor defaultExecutor() {
		return this.workers;
	}

	@Override
	public <U> CompletableFuture<U> thenApply(Function<? super T, ? extends U> fn) {
		return isDone() ? super.thenApply(fn) : super.thenApplyAsync(fn);
	}

	@Override
	public CompletableFuture<Void> thenAccept(Consumer<? super T> action) {
		return isDone() ? super.thenAccept(action) : super.thenAcceptAsync(action);
	}

	@Override
	public CompletableFuture<Void> thenRun(Runnable action) {
		return isDone() ? super.thenRun(action) : super.thenRunAsync(action);
	}

	@Override
	public <U, V> CompletableFuture<V> thenCombine(CompletionStage<? extends U> other,
			BiFunction<? super T, ? super U, ? extends V> fn) {
		return isDone() ? super.thenCombine(other, fn) : super.thenCombineAsync(other, fn);
	}

	@Override
	public <U> CompletableFuture<Void> thenAcceptBoth(CompletionStage<? extends U> other,
			BiConsumer<? super T, ? super U> action) {
		return isDone() ? super.thenAcceptBoth(other, action) : super.thenAcceptBothAsync(other, action);
	}

	@Override
	public CompletableFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
		return isDone() ? super.runAfterBoth(other, action) : super.runAfterBothAsync(other, action);
	}

	@Override
	public <U> CompletableFuture<U> applyToEither(CompletionStage<? extends T> other, Function<? super T, U> fn) {
		return isDone() ? super.applyToEither(other, fn) : super.applyToEitherAsync(other, fn);
	}

	@Override
	public CompletableFuture<Void> acceptEither(CompletionStage<? extends T> other, Consumer<? super T> action) {
		return isDone() ? super.acceptEither(other, action) : super.acceptEitherAsync(other, action);
	}

	@Override
	public CompletableFuture<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
		return isDone() ? super.runAfterEither(other, action) : super.runAfterEitherAsync(other, action);
	}

	@Override
	public <U> CompletableFuture<U> thenCompose(Function<? super T, ? extends CompletionStage<U>> fn) {
		return isDone() ? super.thenCompose(fn) : super.thenComposeAsync(fn);
	}

	@Override
	public <U> CompletableFuture<U> handle(BiFunction<? super T, Throwable, ? extends U> fn) {
		return isDone() ? super.handle(fn) : super.handleAsync(fn);
	}

	@Override
	public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
		return isDone() ? super.whenComplete(action) : super.whenCompleteAsync(action);
	}

	@Override
	public CompletableFuture<T> exceptionally(Function<Throwable, ? extends T> fn) {
		return isDone() ? super.exceptionally(fn) : super.exceptionallyAsync(fn);
	}

	@Override
	public CompletableFuture<T> exceptionallyCompose(Function<Throwable, ? extends CompletionStage<T>> fn) {
		return isDone() ? super.exceptionallyCompose(fn) : super.exceptionallyComposeAsync(fn);
	}

}
