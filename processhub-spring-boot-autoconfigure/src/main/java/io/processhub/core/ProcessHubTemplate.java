/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.springframework.util.Assert;

import io.processhub.HubNode;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessInfo;
import io.processhub.ProcessReference;
import io.processhub.ProcessSpec;
import io.processhub.StartFuture;
import io.processhub.StartOptions;
import io.processhub.StopFuture;
import io.processhub.StopOptions;
import io.processhub.engine.HubEngine;
import io.processhub.hook.ChildDataAlterer;
import io.processhub.hook.HookHandler;
import io.processhub.hook.HookKey;
import io.processhub.hook.HookOperations;
import io.processhub.hook.HookPayload;

/**
 * The operations of a hub, as an application uses them. Thread-safe.
 *
 * @since 0.1.0
 */
public class ProcessHubTemplate implements ProcessHubOperations, HookOperations {

	private final HubEngine engine;

	/**
	 * Create a new {@code ProcessHubTemplate}.
	 * @param engine the hub
	 */
	public ProcessHubTemplate(HubEngine engine) {
		Assert.notNull(engine, "'engine' must not be null");
		this.engine = engine;
	}

	@Override
	public <P extends HookPayload> void registerHook(Class<P> payloadType, String handlerId, int priority,
			HookHandler<? super P> handler) {
		this.engine.hooks().registerHook(payloadType, handlerId, priority, handler);
	}

	@Override
	public void registerHook(String handlerId, int priority, ChildDataAlterer alterer) {
		this.engine.hooks().registerHook(handlerId, priority, alterer);
	}

	@Override
	public boolean cancelHook(HookKey key, String handlerId) {
		return this.engine.hooks().cancelHook(key, handlerId);
	}

	@Override
	public String hubId() {
		return this.engine.hubId();
	}

	@Override
	public StartFuture start(Collection<ProcessSpec> specs, StartOptions options) {
		Assert.notNull(specs, "'specs' must not be null");
		Assert.notNull(options, "'options' must not be null");
		return new StartFuture(this.engine.startProcesses(new ArrayList<>(specs), options));
	}

	@Override
	public StopFuture stop(Collection<String> ids, StopOptions options) {
		Assert.notNull(ids, "'ids' must not be null");
		Assert.notNull(options, "'options' must not be null");
		return new StopFuture(this.engine.stopProcesses(ids, options));
	}

	@Override
	@SuppressWarnings("unchecked")
	public <R> CompletableFuture<R> call(String id, Object message) {
		check(id, message);
		return (CompletableFuture<R>) (CompletableFuture<?>) this.engine.call(id, message, null, null);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <R> CompletableFuture<R> call(String id, Object message, Class<R> answerType, Duration timeout) {
		check(id, message);
		Assert.notNull(answerType, "'answerType' must not be null");
		Assert.notNull(timeout, "'timeout' must not be null");
		return (CompletableFuture<R>) (CompletableFuture<?>) this.engine.call(id, message, answerType, timeout);
	}

	@Override
	public void send(String id, Object message) {
		check(id, message);
		this.engine.send(id, message);
	}

	@Override
	public void broadcast(String id, Object message) {
		check(id, message);
		this.engine.broadcast(id, message);
	}

	private static void check(String id, Object message) {
		Assert.notNull(id, "'id' must not be null");
		Assert.notNull(message, "'message' must not be null");
	}

	@Override
	public Optional<ProcessInfo> lookup(String id) {
		Assert.notNull(id, "'id' must not be null");
		return Optional.ofNullable(this.engine.lookup(id));
	}

	@Override
	public ProcessReference reference(String id) {
		Assert.notNull(id, "'id' must not be null");
		return this.engine.reference(id);
	}

	@Override
	public List<ProcessReference> references(String id) {
		Assert.notNull(id, "'id' must not be null");
		return this.engine.references(id);
	}

	@Override
	public <T> T proxy(Class<T> type, String id) {
		Assert.notNull(type, "'type' must not be null");
		Assert.notNull(id, "'id' must not be null");
		return ProcessProxy.create(type, this.engine, id);
	}

	@Override
	public Collection<ProcessInfo> processes() {
		return this.engine.processes();
	}

	@Override
	public Collection<ProcessInfo> localProcesses() {
		return this.engine.localProcesses();
	}

	@Override
	public Collection<ProcessInfo> findByTag(String tag) {
		Assert.notNull(tag, "'tag' must not be null");
		return this.engine.withTag(tag);
	}

	@Override
	public Map<String, ProcessInfo> dump() {
		return this.engine.dump();
	}

	@Override
	public boolean contains(String id) {
		Assert.notNull(id, "'id' must not be null");
		return this.engine.lookup(id) != null;
	}

	@Override
	public int size() {
		return this.engine.size();
	}

	@Override
	public CompletableFuture<Void> updateMetadata(String id, Map<String, String> metadata) {
		Assert.notNull(id, "'id' must not be null");
		Assert.notNull(metadata, "'metadata' must not be null");
		return this.engine.updateMetadata(id, metadata);
	}

	@Override
	public List<HubNode> nodes(boolean includeLocal) {
		if (includeLocal) {
			return this.engine.nodes();
		}
		return this.engine.nodes().stream().filter((node) -> !node.equals(localNode())).toList();
	}

	@Override
	public HubNode localNode() {
		return this.engine.localNode();
	}

	@Override
	public boolean isAlive() {
		return this.engine.isAlive();
	}

	@Override
	public boolean isLocked() {
		return this.engine.isLocked();
	}

	@Override
	public boolean isPartitioned() {
		return this.engine.isPartitioned();
	}

	@Override
	public CompletableFuture<Void> resetQuorum() {
		return this.engine.resetQuorum();
	}

	@Override
	public CompletableFuture<Void> rebalance() {
		return this.engine.rebalance();
	}

}
