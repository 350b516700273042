/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.processhub.HubNode;
import io.processhub.ProcessSpec;
import io.processhub.StartOptions;
import io.processhub.engine.TestCluster.Member;
import io.processhub.hook.ChildrenMigrated;
import io.processhub.hook.CoordinatorShutdown;
import io.processhub.hook.HookDispatcher;
import io.processhub.hook.HookKey;
import io.processhub.hook.HookPayload;
import io.processhub.hook.LockStateUpdated;
import io.processhub.hook.PostChildrenStart;
import io.processhub.hook.PostClusterJoin;
import io.processhub.hook.PostClusterLeave;
import io.processhub.hook.PostNodesRedistribution;
import io.processhub.hook.PreChildrenRedistribution;
import io.processhub.hook.PreChildrenStart;
import io.processhub.hook.PreClusterJoin;
import io.processhub.hook.PreClusterLeave;
import io.processhub.hook.PreNodesRedistribution;
import io.processhub.hook.ProcessRestarted;
import io.processhub.hook.ProcessStartups;
import io.processhub.hook.RegistryInserted;
import io.processhub.hook.RegistryRemoved;
import io.processhub.hook.StartCause;
import io.processhub.strategy.distribution.Guided;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a hub tells through its hooks, and when.
 */
class HookTests {

	private static final Duration MOMENT = Duration.ofSeconds(2);

	private final TestCluster cluster = new TestCluster();

	private final Member first = this.cluster.join("m1");

	private final List<HookPayload> told = new ArrayList<>();

	@Test
	void startTellsBeforeAndAfterAndOfTheRegistry() {
		listen(this.first, EnumSet.allOf(HookKey.class));
		this.cluster.await(this.first.hub.start(ProcessSpec.of("p", TestCluster.TYPE).withTag("blue")));
		this.cluster.run();
		assertThat(this.told).extracting(HookPayload::key)
			.containsExactly(HookKey.PRE_CHILDREN_START, HookKey.REGISTRY_INSERTED, HookKey.POST_CHILDREN_START,
					HookKey.PROCESS_STARTUPS);
		assertThat(this.told).allMatch((payload) -> payload.hub().equals("test"));
		assertThat(this.told.get(0)).isEqualTo(new PreChildrenStart("test", StartCause.REQUESTED, List.of("p")));
		assertThat(((RegistryInserted) this.told.get(1)).process().tag()).isEqualTo("blue");
		assertThat(this.told.get(2))
			.isEqualTo(new PostChildrenStart("test", StartCause.REQUESTED, List.of("p"), Map.of()));
		assertThat(((ProcessStartups) this.told.get(3)).processes()).singleElement()
			.satisfies((process) -> assertThat(process.node()).isEqualTo(this.first.hub.localNode()));
	}

	@Test
	void stopTellsThatAProcessIsNoMore() {
		this.cluster.await(this.first.hub.start(ProcessSpec.of("p", TestCluster.TYPE)));
		listen(this.first, EnumSet.allOf(HookKey.class));
		this.cluster.await(this.first.hub.stop("p"));
		this.cluster.run();
		assertThat(this.told).containsExactly(new RegistryRemoved("test", "p"));
	}

	@Test
	void startThatFailsTellsWhatWentWrong() {
		listen(this.first, EnumSet.of(HookKey.POST_CHILDREN_START, HookKey.PROCESS_STARTUPS));
		List<ProcessSpec> specs = List.of(ProcessSpec.of("good", TestCluster.TYPE),
				ProcessSpec.of("bad", TestCluster.TYPE).withTag("refuse"));
		this.cluster.await(this.first.hub.start(specs, StartOptions.defaults()));
		this.cluster.run();
		PostChildrenStart started = of(PostChildrenStart.class).get(0);
		assertThat(started.processIds()).containsExactly("good");
		assertThat(started.failures()).containsOnlyKeys("bad");
		assertThat(started.failures().get("bad")).hasMessageContaining("Told not to start");
		assertThat(of(ProcessStartups.class).get(0).processes()).hasSize(1);
	}

	@Test
	void joinTellsOfTheNodeAndOfWhatMovesToIt() {
		List<String> ids = start(20);
		listen(this.first, EnumSet.complementOf(EnumSet.of(HookKey.REGISTRY_INSERTED)));
		Member second = this.cluster.join("m2");
		this.cluster.advance(MOMENT);
		HubNode node = second.hub.localNode();
		List<String> moved = ids.stream().filter(second.parts().supervisor()::contains).toList();
		assertThat(moved).isNotEmpty().hasSizeLessThan(20);
		assertThat(this.told).containsExactly(new PreClusterJoin("test", node),
				new PostClusterJoin("test", node, List.of(this.first.hub.localNode(), node)),
				new PreNodesRedistribution("test", List.of(node), List.of()), new LockStateUpdated("test", true),
				this.told.get(4), this.told.get(5), new PostNodesRedistribution("test", List.of(node), List.of()),
				new LockStateUpdated("test", false));
		assertThat(this.told.get(4)).isInstanceOfSatisfying(PreChildrenRedistribution.class, (moving) -> {
			assertThat(moving.node()).isEqualTo(node);
			assertThat(moving.processIds()).containsExactlyInAnyOrderElementsOf(moved);
		});
		assertThat(this.told.get(5)).isInstanceOfSatisfying(ChildrenMigrated.class, (migrated) -> {
			assertThat(migrated.node()).isEqualTo(node);
			assertThat(migrated.processIds()).containsExactlyInAnyOrderElementsOf(moved);
		});
	}

	@Test
	void nodeThatProcessesMoveToTellsThatTheyStart() {
		start(20);
		Member second = this.cluster.begin("m2", 64, false);
		listen(second, EnumSet.of(HookKey.PRE_CHILDREN_START, HookKey.POST_CHILDREN_START));
		this.cluster.await(second.engine.start());
		this.cluster.advance(MOMENT);
		assertThat(of(PreChildrenStart.class)).isNotEmpty().allMatch((start) -> start.cause() == StartCause.MOVED);
		assertThat(of(PostChildrenStart.class)).isNotEmpty().allMatch((start) -> start.cause() == StartCause.MOVED);
		assertThat(of(PostChildrenStart.class).stream().flatMap((start) -> start.processIds().stream()))
			.containsExactlyInAnyOrderElementsOf(second.parts().supervisor().ids());
	}

	@Test
	void leaveTellsBeforeAndAfter() {
		Member second = this.cluster.join("m2");
		HubNode node = second.hub.localNode();
		start(20);
		int there = second.parts().supervisor().size();
		listen(this.first, EnumSet.of(HookKey.PRE_CLUSTER_LEAVE, HookKey.POST_CLUSTER_LEAVE,
				HookKey.POST_CHILDREN_START, HookKey.POST_NODES_REDISTRIBUTION));
		listen(second, EnumSet.of(HookKey.COORDINATOR_SHUTDOWN));
		this.cluster.leave(second);
		this.cluster.advance(MOMENT);
		assertThat(this.told.get(0)).isEqualTo(new CoordinatorShutdown("test", there));
		assertThat(this.told.get(1)).isEqualTo(new PreClusterLeave("test", node));
		assertThat(of(PostChildrenStart.class)).isNotEmpty().allMatch((start) -> start.cause() == StartCause.MOVED);
		assertThat(of(PostNodesRedistribution.class))
			.containsExactly(new PostNodesRedistribution("test", List.of(), List.of(node)));
		assertThat(of(PostClusterLeave.class))
			.containsExactly(new PostClusterLeave("test", node, List.of(this.first.hub.localNode())));
		assertThat(of(PreClusterLeave.class)).as("it is told once").hasSize(1);
	}

	@Test
	void crashTellsOfTheNodeAndOfWhatIsTakenOver() {
		Member second = this.cluster.join("m2");
		HubNode node = second.hub.localNode();
		start(20);
		int there = second.parts().supervisor().size();
		listen(this.first, EnumSet.complementOf(EnumSet.of(HookKey.REGISTRY_INSERTED)));
		this.cluster.kill(second);
		this.cluster.advance(MOMENT);
		assertThat(this.told).extracting(HookPayload::key)
			.containsExactly(HookKey.PRE_CLUSTER_LEAVE, HookKey.POST_CLUSTER_LEAVE, HookKey.PRE_NODES_REDISTRIBUTION,
					HookKey.LOCK_STATE_UPDATED, HookKey.PRE_CHILDREN_START, HookKey.POST_NODES_REDISTRIBUTION,
					HookKey.LOCK_STATE_UPDATED, HookKey.POST_CHILDREN_START, HookKey.PROCESS_STARTUPS);
		assertThat(of(PostClusterLeave.class).get(0).node()).isEqualTo(node);
		assertThat(of(PostChildrenStart.class).get(0).cause()).isEqualTo(StartCause.TAKEN_OVER);
		assertThat(of(PostChildrenStart.class).get(0).processIds()).hasSize(there);
	}

	@Test
	void restartIsTold() {
		this.cluster.await(this.first.hub.start(ProcessSpec.of("p", TestCluster.TYPE)));
		listen(this.first, EnumSet.allOf(HookKey.class));
		this.first.hub.send("p", "crash");
		this.cluster.advance(MOMENT);
		long epoch = this.first.parts().supervisor().epoch("p");
		assertThat(this.told).containsExactly(new ProcessRestarted("test", "p", epoch, 1));
	}

	@Test
	void handlersThatThrowStopNothing() {
		for (HookKey key : EnumSet.complementOf(EnumSet.of(HookKey.CHILD_DATA_ALTER))) {
			this.first.hub.registerHook(key.payloadType(), "throws", -1, (HookPayload payload) -> {
				throw new IllegalStateException("Told to throw");
			});
		}
		this.first.hub.registerHook("throws", -1, (data) -> {
			throw new IllegalStateException("Told to throw");
		});
		List<String> ids = start(20);
		Member second = this.cluster.join("m2");
		this.cluster.advance(MOMENT);
		assertThat(second.parts().supervisor().ids()).isNotEmpty();
		this.cluster.kill(second);
		this.cluster.advance(MOMENT);
		assertThat(this.first.parts().supervisor().ids()).containsExactlyInAnyOrderElementsOf(ids);
		this.cluster.await(this.first.engine.stop(Duration.ofSeconds(10)));
		assertThat(this.first.engine.hooks().errors()).isGreaterThan(20);
	}

	@Test
	void nothingIsHeldUpForLongByHandlersWhoseTurnDoesNotCome() {
		start(20);
		Member second = this.cluster.join("m2");
		listen(this.first, EnumSet.complementOf(EnumSet.of(HookKey.CHILD_DATA_ALTER)));
		this.first.stuck = true;
		CompletableFuture<Void> stopped = this.first.engine.stop(Duration.ofSeconds(1)).toCompletableFuture();
		this.cluster.advance(HookDispatcher.PATIENCE.minusMillis(100));
		assertThat(second.parts().cluster().view().targets()).hasSize(2);
		this.cluster.advance(Duration.ofMillis(200));
		assertThat(second.parts().cluster().view().targets()).containsExactly(second.hub.localNode());
		this.first.unstick();
		this.cluster.await(stopped);
	}

	@Test
	void startsAreAltered() {
		this.first.hub.registerHook("tag", 0,
				(data) -> data.withSpec(data.spec().withTag("altered").withMetadata(Map.of("by", data.hub()))));
		Member second = this.cluster.join("m2");
		List<ProcessSpec> specs = IntStream.range(0, 10)
			.mapToObj((i) -> ProcessSpec.of("p" + i, TestCluster.TYPE))
			.toList();
		this.cluster.await(this.first.hub.start(specs, StartOptions.defaults().withMetadata(Map.of("k", "v"))));
		assertThat(second.hub.findByTag("altered")).hasSize(10)
			.allMatch((process) -> process.metadata().equals(Map.of("by", "test")));
		this.cluster.await(second.hub.start(ProcessSpec.of("elsewhere", TestCluster.TYPE)));
		assertThat(second.hub.findByTag("altered")).as("only what is started on the node of the hook").hasSize(10);
	}

	@Test
	void alterersSeeTheMetadataAndTheNodesOfTheStart() {
		TestCluster guided = new TestCluster();
		guided.distribution = (nodes) -> new Guided();
		Member one = guided.join("m1");
		Member two = guided.join("m2");
		List<Object> seen = new ArrayList<>();
		one.hub.registerHook("move", 0, (data) -> {
			seen.add(data.spec().metadata());
			seen.add(data.nodes());
			return data.withNodes(List.of(two.hub.localNode().name()));
		});
		guided.await(one.hub.start(List.of(ProcessSpec.of("p", TestCluster.TYPE)),
				StartOptions.defaults()
					.withMetadata(Map.of("k", "v"))
					.withChildMapping(Map.of("p", List.of(one.hub.localNode().name())))));
		assertThat(seen).containsExactly(Map.of("k", "v"), List.of(one.hub.localNode().name()));
		assertThat(two.parts().supervisor().contains("p")).isTrue();
		assertThat(one.hub.lookup("p").orElseThrow().metadata()).containsEntry("k", "v");
	}

	@Test
	void hooksOutliveTheRestartOfAHub() {
		listen(this.first, EnumSet.of(HookKey.PROCESS_STARTUPS));
		this.cluster.await(this.first.engine.stop(Duration.ofSeconds(10)));
		this.cluster.await(this.first.engine.start());
		this.cluster.await(this.first.hub.start(ProcessSpec.of("p", TestCluster.TYPE)));
		this.cluster.run();
		assertThat(this.told).hasSize(1);
	}

	private void listen(Member member, Set<HookKey> keys) {
		for (HookKey key : keys) {
			if (key != HookKey.CHILD_DATA_ALTER) {
				member.hub.registerHook(key.payloadType(), "test", (HookPayload payload) -> this.told.add(payload));
			}
		}
	}

	private <P extends HookPayload> List<P> of(Class<P> type) {
		return this.told.stream().filter(type::isInstance).map(type::cast).toList();
	}

	private List<String> start(int count) {
		List<String> ids = IntStream.range(0, count).mapToObj((i) -> "p" + i).toList();
		this.cluster.await(this.first.hub.start(ids.stream().map((id) -> ProcessSpec.of(id, TestCluster.TYPE)).toList(),
				StartOptions.defaults()));
		return ids;
	}

}
