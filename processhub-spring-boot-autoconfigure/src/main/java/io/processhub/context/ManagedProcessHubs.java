/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.context;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;

import io.processhub.ProcessHubs;
import io.processhub.core.ProcessHubTemplate;

/**
 * The hubs of an application, which run as long as its context does.
 * <p>
 * They are started before a web server accepts requests, and stopped after it has
 * answered the last one. All hubs start, and stop, at the same time.
 *
 * @since 0.1.0
 */
public final class ManagedProcessHubs implements ProcessHubs, SmartLifecycle {

	/**
	 * The lifecycle phase of the hubs, below that of web servers.
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	private static final Log logger = LogFactory.getLog(ManagedProcessHubs.class);

	private final Map<String, HubRun> hubs;

	private final HubRun primary;

	/**
	 * Create the hubs, none of which runs yet.
	 * @param hubs the hubs by id
	 * @param primary the id of the primary hub
	 */
	public ManagedProcessHubs(Map<String, ? extends ManagedHub> hubs, String primary) {
		Map<String, HubRun> runs = new LinkedHashMap<>();
		hubs.forEach((id, hub) -> runs.put(id, new HubRun(hub)));
		this.hubs = Collections.unmodifiableMap(runs);
		this.primary = run(primary);
	}

	@Override
	public Set<String> ids() {
		return this.hubs.keySet();
	}

	@Override
	public ProcessHubTemplate get(String hubId) {
		return run(hubId).hub().template();
	}

	@Override
	public ProcessHubTemplate primary() {
		return this.primary.hub().template();
	}

	@Override
	public void start(String hubId) {
		await(run(hubId).start(), "Starting hub '" + hubId + "'");
	}

	@Override
	public void stop(String hubId) {
		await(run(hubId).stop(), "Stopping hub '" + hubId + "'");
	}

	@Override
	public void start() {
		try {
			await(all(this.hubs.values().stream().map(HubRun::start).toList()), "Starting the hubs");
		}
		catch (RuntimeException | Error ex) {
			stopAll().join();
			throw ex;
		}
	}

	@Override
	public void stop() {
		stopAll().join();
	}

	@Override
	public void stop(Runnable callback) {
		stopAll().whenComplete((stopped, error) -> callback.run());
	}

	@Override
	public boolean isRunning() {
		return this.hubs.values().stream().anyMatch(HubRun::isRunning);
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private CompletableFuture<Void> stopAll() {
		List<CompletableFuture<Void>> stops = new ArrayList<>();
		this.hubs.forEach((id, hub) -> stops.add(hub.stop().exceptionally((error) -> {
			logger.warn("Hub '" + id + "' did not stop in good order", unwrap(error));
			return null;
		})));
		return all(stops);
	}

	private HubRun run(String hubId) {
		Assert.notNull(hubId, "'hubId' must not be null");
		HubRun hub = this.hubs.get(hubId);
		if (hub == null) {
			throw new IllegalArgumentException(
					"There is no hub '%s' in this application. Its hubs are %s.".formatted(hubId, this.hubs.keySet()));
		}
		return hub;
	}

	private static CompletableFuture<Void> all(Collection<CompletableFuture<Void>> steps) {
		return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new));
	}

	private static void await(CompletableFuture<Void> step, String what) {
		try {
			step.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(what + " was interrupted", ex);
		}
		catch (ExecutionException ex) {
			Throwable cause = unwrap(ex);
			if (cause instanceof Error error) {
				throw error;
			}
			throw (cause instanceof RuntimeException exception) ? exception
					: new IllegalStateException(what + " failed", cause);
		}
	}

	private static Throwable unwrap(Throwable error) {
		Throwable unwrapped = error;
		while ((unwrapped instanceof CompletionException || unwrapped instanceof ExecutionException)
				&& unwrapped.getCause() != null) {
			unwrapped = unwrapped.getCause();
		}
		return unwrapped;
	}

}
