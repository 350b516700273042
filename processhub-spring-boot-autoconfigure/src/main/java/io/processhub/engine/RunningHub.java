/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.processhub.HubNode;
import io.processhub.HubNotRunningException;
import io.processhub.HubPartitionedException;
import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.StopReason;
import io.processhub.cluster.Registration;
import io.processhub.engine.NodeRecord.Status;
import io.processhub.hook.HookDispatcher;
import io.processhub.supervisor.ProcessType;

/**
 * A hub from its start to its stop: joining, staying, leaving.
 */
final class RunningHub {

	private static final Log logger = LogFactory.getLog(RunningHub.class);

	private static final Duration SAFETY_PATIENCE = Duration.ofSeconds(10);

	private static final Duration CHECK_INTERVAL = Duration.ofMillis(20);

	private final HubEngineSettings settings;

	private final HubEnginePorts ports;

	private final Hub hub;

	private final Registration inbox;

	private final Registration news;

	private final Registration membership;

	/**
	 * Whether processes of the configuration could not be started for lack of a quorum.
	 */
	private final AtomicBoolean missing = new AtomicBoolean();

	private volatile Status status = Status.JOINING;

	private volatile boolean joined;

	RunningHub(HubEngineSettings settings, HubEngineStrategies strategies, HubEnginePorts ports,
			Map<String, ProcessType> types, HookDispatcher hooks) {
		this.settings = settings;
		this.ports = ports;
		String id = HexFormat.of().toHexDigits(ports.random().nextLong());
		String name = (settings.nodeName() != null) ? settings.nodeName()
				: ports.membership().address(ports.membership().local());
		this.hub = new Hub(new HubNode(id, name), settings, strategies, ports, types, hooks, this::startMissing);
		Inbox receiver = new Inbox(this.hub);
		this.news = switch (strategies.synchronization().channel()) {
			case MESSAGES -> () -> {
			};
			case REPLICATED_MAP -> ports.broadcast().receive(receiver::news);
		};
		this.inbox = ports.messaging().receive(receiver);
		this.membership = ports.membership().listen(() -> ports.background().execute(this::membersChanged));
	}

	private void membersChanged() {
		this.hub.nodes().refresh();
		if (this.status != Status.DOWN) {
			this.hub.recovery().membersChanged();
		}
	}

	Hub parts() {
		return this.hub;
	}

	boolean isJoined() {
		return this.joined;
	}

	boolean isUp() {
		return this.status == Status.UP;
	}

	CompletionStage<Void> join() {
		long from = this.ports.scheduler().nanoTime();
		this.hub.nodes().refresh();
		if (this.hub.strategies().partitionTolerance().demandsQuorum()) {
			beatAfter(this.ports.membership().heartbeatInterval());
		}
		return this.hub.nodes()
			.announce()
			.thenCompose((announced) -> load())
			.thenCompose((loaded) -> safe(from + SAFETY_PATIENCE.toNanos()))
			.thenCompose((safe) -> {
				this.hub.supervisor().watch();
				this.hub.reconciler().start();
				return this.hub.nodes().become(Status.UP);
			})
			.thenCompose((announced) -> {
				this.status = Status.UP;
				this.joined = true;
				every(this.settings.discoveryInterval(), () -> {
					this.hub.nodes().announce();
					this.hub.reconciler().sweep();
				});
				every(this.hub.strategies().synchronization().syncInterval(), this.hub.synchronizer()::tellDigests);
				every(this.settings.purgeInterval(), this.hub.registry()::purge);
				Duration pushInterval = this.hub.loads().interval();
				if (pushInterval != null) {
					every(pushInterval, this.hub.loads()::tell);
				}
				this.hub.reconciler().sweep();
				return startProcesses();
			})
			.thenAccept(
					(started) -> logger.debug("Hub '%s' runs on %s".formatted(this.hub.id(), this.hub.localNode())));
	}

	/**
	 * Read the directory, and read it again if this node joins another side of the
	 * cluster meanwhile.
	 */
	private CompletionStage<?> load() {
		return this.hub.synchronizer().load().handle((loaded, failure) -> {
			if (failure == null) {
				return CompletableFuture.completedStage(loaded);
			}
			return this.hub.recovery().isUnderWay()
					? this.hub.recovery().whenCertain(SAFETY_PATIENCE).thenCompose((certain) -> load())
					: CompletableFuture.failedStage(failure);
		}).thenCompose((stage) -> stage);
	}

	/**
	 * Wait until the directory has all its copies: only then does the hub survive the end
	 * of any member, this one counted.
	 */
	private CompletionStage<Void> safe(long deadline) {
		return this.ports.directory().isSafe().exceptionally((failure) -> false).thenCompose((safe) -> {
			if (safe) {
				return CompletableFuture.completedStage(null);
			}
			if (this.ports.scheduler().nanoTime() - deadline > 0) {
				logger.warn("Hub '%s' starts on %s although the directory does not have all its copies yet"
					.formatted(this.hub.id(), this.hub.localNode()));
				return CompletableFuture.completedStage(null);
			}
			CompletableFuture<Void> later = new CompletableFuture<>();
			this.ports.scheduler().schedule(CHECK_INTERVAL, () -> later.complete(null));
			return later.thenComposeAsync((waited) -> safe(deadline), this.ports.background());
		});
	}

	/**
	 * Start the processes of the configuration that could not be started at first, for
	 * lack of a quorum.
	 */
	private void startMissing() {
		if (isUp() && this.missing.getAndSet(false)) {
			startProcesses();
		}
	}

	private CompletionStage<Void> startProcesses() {
		if (!this.settings.processes().isEmpty() && !this.hub.cluster().quorum()) {
			this.missing.set(true);
			return CompletableFuture.completedStage(null);
		}
		List<ProcessSpec> processes = this.settings.processes().stream().filter(this::isForThisNode).toList();
		if (processes.isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		StartOptions options = StartOptions.defaults()
			.withCheckExisting(false)
			.withChildMapping(this.settings.childMapping());
		return CompletableFuture.completedStage(null)
			.thenCompose((nothing) -> this.hub.launcher().start(processes, options))
			.handle((result, failure) -> {
				if (failure != null && Failures.unwrap(failure) instanceof HubPartitionedException) {
					this.missing.set(true);
				}
				if (failure != null) {
					logger.warn("Hub '%s' could not start its processes: %s".formatted(this.hub.id(),
							Failures.unwrap(failure).getMessage()));
				}
				return null;
			});
	}

	/**
	 * Return whether this node is to start a process of the configuration: each, or if it
	 * is said where they run, its own.
	 */
	private boolean isForThisNode(ProcessSpec process) {
		List<String> nodes = this.settings.childMapping().get(process.id());
		return nodes == null || nodes.contains(this.hub.localNode().name());
	}

	private void every(Duration interval, Runnable task) {
		this.ports.scheduler().schedule(interval, () -> {
			if (this.status != Status.DOWN) {
				this.ports.background().execute(task);
				every(interval, task);
			}
		});
	}

	/**
	 * Let the other nodes know again and again that this one is there. Not handed on to
	 * the executor, so that what there is to do does not hold it up.
	 */
	private void beatAfter(Duration interval) {
		this.ports.scheduler().schedule(interval, () -> {
			if (this.status != Status.DOWN) {
				beatAfter(interval);
				if (this.hub.nodes().beat()) {
					this.ports.background().execute(this.hub.nodes()::refresh);
				}
			}
		});
	}

	CompletionStage<Void> leave(Duration patience) {
		long from = this.ports.scheduler().nanoTime();
		this.status = Status.LEAVING;
		this.hub.membershipLog().close();
		int count = this.hub.supervisor().size();
		long movedBefore = this.hub.mover().moved();
		News news = this.hub.news();
		return news.then(news.leaving(count), () -> this.hub.nodes().become(Status.LEAVING))
			.thenCompose((announced) -> this.hub.reporter().flush())
			.thenCompose((flushed) -> empty(from + patience.toNanos()))
			.thenCompose((moved) -> {
				this.hub.reconciler().stop();
				this.joined = false;
				return new Parking(this.hub).park(TimeLimit.left(this.hub, from + patience.toNanos()));
			})
			.thenCompose((parked) -> this.hub.supervisor().shutdown(StopReason.SHUTDOWN))
			.thenCompose((stopped) -> this.hub.reporter().flush())
			.thenCompose((flushed) -> this.hub.nodes().become(Status.DOWN))
			.<Void>thenApply((told) -> null)
			.whenComplete((left, failure) -> {
				close();
				long moved = this.hub.mover().moved() - movedBefore;
				logger.info("Hub '%s' stopped on %s in %d ms; processes: %d moved to other nodes, %d stopped".formatted(
						this.hub.id(), this.hub.localNode().name(),
						(this.ports.scheduler().nanoTime() - from) / 1_000_000, moved, Math.max(0, count - moved)));
			});
	}

	private CompletionStage<Void> empty(long deadline) {
		boolean late = this.ports.scheduler().nanoTime() - deadline > 0;
		boolean alone = this.hub.cluster().view().targets().isEmpty();
		boolean empty = !this.hub.mover().hasMisplaced() && this.hub.busy().isEmpty() && this.hub.merger().isIdle();
		if (late || alone || empty) {
			return CompletableFuture.completedStage(null);
		}
		this.hub.reconciler().wake();
		CompletableFuture<Void> later = new CompletableFuture<>();
		this.ports.scheduler().schedule(CHECK_INTERVAL, () -> later.complete(null));
		return later.thenComposeAsync((waited) -> empty(deadline), this.ports.background());
	}

	/**
	 * End everything but the answers to those who do not know yet that this node has
	 * left.
	 */
	void close() {
		this.hub.membershipLog().close();
		this.status = Status.DOWN;
		this.joined = false;
		this.hub.reconciler().stop();
		this.hub.supervisor().unwatch();
		this.membership.close();
		this.hub.router()
			.close(new HubNotRunningException(this.hub.id(), null,
					"Hub '%s' has stopped on this node".formatted(this.hub.id())));
	}

	/**
	 * End a hub that could not be joined.
	 */
	void giveUp() {
		this.hub.nodes().become(Status.DOWN);
		close();
		silence();
	}

	/**
	 * Take no messages any more.
	 */
	void silence() {
		this.inbox.close();
		this.news.close();
	}

}
