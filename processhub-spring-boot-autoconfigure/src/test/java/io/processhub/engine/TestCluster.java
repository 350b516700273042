/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import org.springframework.test.util.ReflectionTestUtils;

import io.processhub.strategy.RedundancyStrategy;
import io.processhub.process.RoleAware;
import io.processhub.process.ProcessLifecycle;
import io.processhub.process.ProcessContext;
import io.processhub.ProcessRole;
import io.processhub.HubFuture;
import io.processhub.HubNode;
import io.processhub.ProcessSpec;
import io.processhub.RestartPolicy;
import io.processhub.cluster.Broadcast;
import io.processhub.cluster.Directory;
import io.processhub.cluster.Lane;
import io.processhub.cluster.LoadSource;
import io.processhub.cluster.Membership;
import io.processhub.cluster.Messaging;
import io.processhub.cluster.PayloadCodec;
import io.processhub.cluster.Registration;
import io.processhub.core.ProcessHubTemplate;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.Slot;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotReply;
import io.processhub.directory.Slots;
import io.processhub.directory.StoredSpec;
import io.processhub.process.ConflictAware;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.MigrationStrategy;
import io.processhub.strategy.PartitionToleranceStrategy;
import io.processhub.strategy.SynchronizationStrategy;
import io.processhub.strategy.distribution.ConsistentHashing;
import io.processhub.strategy.migration.ColdSwap;
import io.processhub.strategy.partition.Divergence;
import io.processhub.strategy.redundancy.Singularity;
import io.processhub.strategy.synchronization.PubSub;
import io.processhub.supervisor.MessageHandlers;
import io.processhub.supervisor.ProcessType;
import io.processhub.supervisor.ProcessType.InstanceFactory;
import io.processhub.supervisor.StateOffer;
import io.processhub.testing.ManualScheduler;
import io.processhub.testing.QueueingExecutor;

/**
 * Hubs on one thread and a manual clock, in a cluster that keeps every message.
 */
final class TestCluster {

	static final String TYPE = "counter";

	/**
	 * A state that is not merged.
	 */
	static final long TOO_MUCH = 1000;

	final ManualScheduler scheduler = new ManualScheduler();

	final QueueingExecutor executor = new QueueingExecutor();

	final Map<Integer, Slot> slots = new TreeMap<>();

	final Map<String, Member> members = new LinkedHashMap<>();

	final List<Sent> sent = new ArrayList<>();

	/**
	 * Told of each command before a slot carries it out.
	 */
	Consumer<SlotCommand> commands = (command) -> {
	};

	/**
	 * Whether the directory does not answer: commands are on their way to it until they
	 * are released.
	 */
	boolean heldUp;

	private final List<Runnable> onTheirWay = new ArrayList<>();

	/**
	 * The kinds of messages that do not arrive.
	 */
	final Set<Kind> lost = EnumSet.noneOf(Kind.class);

	/**
	 * The members that reach nobody, and are reached by nobody.
	 */
	final Set<Member> cutOff = new HashSet<>();

	/**
	 * What was laid out for all members.
	 */
	final List<Sent> laidOut = new ArrayList<>();

	/**
	 * Whether nothing arrives of what is laid out for all members.
	 */
	boolean mapLosesAll;

	/**
	 * What hubs that join from now on place by, with the number of virtual nodes.
	 */
	IntFunction<DistributionStrategy> distribution = ConsistentHashing::new;

	/**
	 * How many instances processes have in hubs that join from now on.
	 */
	RedundancyStrategy redundancy = new Singularity();

	/**
	 * How hubs that join from now on tell each other of changes.
	 */
	SynchronizationStrategy synchronization = new PubSub(Duration.ofSeconds(15));

	/**
	 * How processes move from hubs that join from now on.
	 */
	MigrationStrategy migration = new ColdSwap();

	/**
	 * What makes the instances on hubs that join from now on.
	 */
	Function<Member, InstanceFactory> instances = (member) -> Counter::new;

	/**
	 * What hubs that join from now on have.
	 */
	PartitionToleranceStrategy partitionTolerance = new Divergence();

	/**
	 * The processes that hubs start which join from now on.
	 */
	List<ProcessSpec> configured = List.of();

	/**
	 * The nodes that these are to run on.
	 */
	Map<String, List<String>> childMapping = Map.of();

	/**
	 * How many instances were made.
	 */
	int made;

	/**
	 * Which roles instances were told of, with the process id before.
	 */
	final List<String> told = new ArrayList<>();

	/**
	 * Let a hub join on a new member, and wait until it is up.
	 */
	Member join(String name) {
		return join(name, 64, false);
	}

	/**
	 * Let a hub join with other settings, or with another version of the messages.
	 */
	Member join(String name, int virtualNodes, boolean otherVersion) {
		Member member = begin(name, virtualNodes, otherVersion);
		await(member.engine.start());
		advance(Duration.ofSeconds(1));
		return member;
	}

	/**
	 * Let a member come whose hub has not been started.
	 */
	Member begin(String name, int virtualNodes, boolean otherVersion) {
		Member member = new Member(name, virtualNodes, otherVersion);
		this.members.put(name, member);
		this.members.values().forEach(Member::tell);
		return member;
	}

	/**
	 * Let a hub leave with its member.
	 */
	void leave(Member member) {
		await(member.engine.stop(Duration.ofSeconds(10)));
		kill(member);
	}

	/**
	 * Let a member end without a word.
	 */
	void kill(Member member) {
		this.members.remove(member.name);
		member.receiver = null;
		member.dead = true;
		this.members.values().forEach(Member::tell);
		run();
	}

	/**
	 * Let a member become another, as it does when its side of the cluster joins another.
	 */
	void rename(Member member, String name) {
		renameUnheard(member, name);
		this.members.values().forEach(Member::tell);
		run();
	}

	/**
	 * Let a member and the others not see each other any more.
	 */
	void cutOff(Member member) {
		this.members.remove(member.name);
		member.alone = true;
		member.tell();
		this.members.values().forEach(Member::tell);
		run();
	}

	/**
	 * Let a member that was cut off join the others, as another.
	 */
	void joinAgain(Member member, String name) {
		member.alone = false;
		rename(member, name);
		advance(Duration.ofSeconds(10));
	}

	/**
	 * Let a member become another, before anybody has heard of it.
	 */
	void renameUnheard(Member member, String name) {
		this.members.remove(member.name);
		member.name = name;
		this.members.put(name, member);
	}

	/**
	 * Return an id that belongs on a member, as all hubs see it.
	 */
	String idOn(Member member) {
		HubNode node = member.hub.localNode();
		for (int i = 0;; i++) {
			String id = "p" + i;
			if (node.equals(member.parts().cluster().target(spec(id)))) {
				return id;
			}
		}
	}

	private static StoredSpec spec(String id) {
		return new StoredSpec(id, TYPE, null, RestartPolicy.PERMANENT, 1000, null, Map.of());
	}

	/**
	 * Let the commands arrive that were held up.
	 */
	void release() {
		this.heldUp = false;
		this.onTheirWay.forEach(this.executor::execute);
		this.onTheirWay.clear();
	}

	/**
	 * Let the commands arrive that were held up, the last one first.
	 */
	void releaseInReverse() {
		Collections.reverse(this.onTheirWay);
		release();
	}

	private static void work() {
	}

	void run() {
		this.executor.runAll();
	}

	void advance(Duration time) {
		run();
		this.scheduler.advance(time, this::run);
		run();
	}

	<T> T await(HubFuture<T> future) {
		return await(future.toCompletionStage());
	}

	<T> T await(CompletionStage<T> stage) {
		CompletableFuture<T> future = stage.toCompletableFuture();
		for (int i = 0; i < 2000 && !future.isDone(); i++) {
			advance(Duration.ofMillis(10));
		}
		if (!future.isDone()) {
			throw new IllegalStateException("Not completed");
		}
		return future.join();
	}

	Map<String, ProcessRecord> directory() {
		Map<String, ProcessRecord> records = new TreeMap<>();
		this.slots.values()
			.forEach((slot) -> slot.execute(new SlotCommand.ReadAll())
				.records()
				.forEach((record) -> records.put(record.id(), record.stripped())));
		return records;
	}

	List<byte[]> sent(Lane lane) {
		return this.sent.stream().filter((each) -> each.lane == lane).map(Sent::message).toList();
	}

	List<Sent> sent(Kind kind) {
		return this.sent.stream().filter((each) -> Frame.read(each.message).kind() == kind).toList();
	}

	private static byte[] foreign(byte[] message) {
		byte[] foreign = message.clone();
		foreign[0] = Frame.VERSION + 1;
		return foreign;
	}

	/**
	 * A message between two members.
	 */
	record Sent(String from, String to, Lane lane, byte[] message) {

	}

	/**
	 * One member with its hub: all ports in one.
	 */
	final class Member implements Membership, Messaging, Broadcast, Directory, PayloadCodec {

		String name;

		final HubEngine engine;

		final ProcessHubTemplate hub;

		private final boolean otherVersion;

		/**
		 * Whether nothing comes from it any more.
		 */
		boolean dead;

		/**
		 * Whether it sees no other member.
		 */
		private boolean alone;

		@Nullable MessageReceiver receiver;

		@Nullable NewsReceiver newsReceiver;

		private @Nullable Runnable listener;

		/**
		 * Which part of the processors this node uses.
		 */
		double cpu;

		private final List<Runnable> backlog = new ArrayList<>();

		/**
		 * Whether all workers are stuck, so that nothing of the user's is begun.
		 */
		boolean stuck;

		Member(String name) {
			this(name, 64, false);
		}

		Member(String name, int virtualNodes, boolean otherVersion) {
			this.name = name;
			this.otherVersion = otherVersion;
			HubEnginePorts ports = new HubEnginePorts(this, this, this, this, this, TestCluster.this.scheduler,
					this::work, TestCluster.this.executor, Thread::new, new Random(name.hashCode()), new LoadSource() {

						@Override
						public double cpu() {
							return Member.this.cpu;
						}

						@Override
						public double heap() {
							return 0;
						}

					});
			ProcessType type = new ProcessType(TYPE, RestartPolicy.PERMANENT, null, null, false,
					TestCluster.this.instances.apply(this),
					MessageHandlers.forAll((instance, message, context) -> ((Counter) instance).handle(message)));
			this.engine = new HubEngine(settings(),
					new HubEngineStrategies(TestCluster.this.distribution.apply(virtualNodes),
							TestCluster.this.redundancy, TestCluster.this.migration, TestCluster.this.synchronization,
							TestCluster.this.partitionTolerance),
					ports, Map.of(TYPE, type));
			this.hub = new ProcessHubTemplate(this.engine);
		}

		private void work(Runnable task) {
			if (this.stuck) {
				this.backlog.add(task);
			}
			else {
				TestCluster.this.executor.execute(task);
			}
		}

		/**
		 * Let the workers go on that are stuck.
		 */
		void unstick() {
			this.stuck = false;
			this.backlog.forEach(TestCluster.this.executor::execute);
			this.backlog.clear();
		}

		private HubEngineSettings settings() {
			HubEngineSettings defaults = HubEngineSettings.defaults("test");
			return new HubEngineSettings(defaults.hubId(), defaults.nodeName(), defaults.discoveryInterval(),
					defaults.purgeInterval(), defaults.callTimeout(), defaults.migrationBaseTimeout(),
					defaults.deadlockRecoveryTimeout(), defaults.maxConcurrentMigrations(), defaults.supervisor(),
					TestCluster.this.configured, TestCluster.this.childMapping);
		}

		Hub parts() {
			RunningHub running = (RunningHub) ReflectionTestUtils.getField(this.engine, "running");
			return running.parts();
		}

		/**
		 * Take a message as if another member had sent it.
		 */
		void take(String from, Lane lane, byte[] message) {
			MessageReceiver present = this.receiver;
			if (present != null) {
				present.receive(from, lane, message, TestCluster::work);
			}
		}

		void tell() {
			if (this.listener != null) {
				this.listener.run();
			}
		}

		@Override
		public String local() {
			return this.name;
		}

		@Override
		public List<String> members() {
			return this.alone ? List.of(this.name) : List.copyOf(TestCluster.this.members.keySet());
		}

		@Override
		public String address(String member) {
			return "address of " + member;
		}

		@Override
		public Duration heartbeatInterval() {
			return Duration.ofSeconds(1);
		}

		@Override
		public Duration maxSilence() {
			return Duration.ofSeconds(4);
		}

		@Override
		public Registration listen(Runnable listener) {
			this.listener = listener;
			return () -> this.listener = null;
		}

		@Override
		public void send(String member, Lane lane, int key, byte[] message) {
			TestCluster.this.sent.add(new Sent(this.name, member, lane, message));
			if (this.dead || TestCluster.this.lost.contains(Frame.read(message).kind())) {
				return;
			}
			TestCluster.this.executor.execute(() -> {
				Member target = TestCluster.this.members.get(member);
				if (target != null && !TestCluster.this.cutOff.contains(this)
						&& !TestCluster.this.cutOff.contains(target)) {
					target.take(this.name, lane,
							(target.otherVersion == this.otherVersion) ? message : foreign(message));
				}
			});
		}

		@Override
		public Registration receive(MessageReceiver handler) {
			this.receiver = handler;
			return () -> this.receiver = null;
		}

		@Override
		public void tell(byte[] news) {
			TestCluster.this.laidOut.add(new Sent(this.name, "all", Lane.CONTROL, news));
			if (TestCluster.this.mapLosesAll) {
				return;
			}
			TestCluster.this.members.values()
				.stream()
				.filter((member) -> member != this)
				.forEach((member) -> TestCluster.this.executor.execute(() -> {
					NewsReceiver present = member.newsReceiver;
					if (present != null) {
						present.receive(this.name, news);
					}
				}));
		}

		@Override
		public Registration receive(NewsReceiver handler) {
			this.newsReceiver = handler;
			return () -> this.newsReceiver = null;
		}

		@Override
		public int slots() {
			return Slots.COUNT;
		}

		@Override
		public CompletionStage<Map<Integer, SlotReply>> execute(Map<Integer, SlotCommand> commands) {
			CompletableFuture<Map<Integer, SlotReply>> result = new CompletableFuture<>();
			if (this.dead) {
				return result;
			}
			Runnable execution = () -> {
				Map<Integer, SlotReply> replies = new HashMap<>();
				try {
					commands.values().forEach(TestCluster.this.commands);
					commands.forEach((slot, command) -> replies.put(slot,
							SlotReply.fromBytes(TestCluster.this.slots.computeIfAbsent(slot, (key) -> new Slot())
								.execute(SlotCommand.fromBytes(command.toBytes()))
								.toBytes())));
					result.complete(replies);
				}
				catch (RuntimeException ex) {
					result.completeExceptionally(ex);
				}
			};
			if (TestCluster.this.heldUp) {
				TestCluster.this.onTheirWay.add(execution);
			}
			else {
				TestCluster.this.executor.execute(execution);
			}
			return result;
		}

		@Override
		public CompletionStage<Boolean> isSafe() {
			return CompletableFuture.completedStage(true);
		}

		@Override
		public List<Integer> ownedSlots() {
			int rank = members().indexOf(this.name);
			int count = Math.max(1, members().size());
			return IntStream.range(0, Slots.COUNT).filter((slot) -> slot % count == rank).boxed().toList();
		}

		@Override
		public byte[] encode(@Nullable Object value) {
			if (value instanceof StateOffer offer) {
				return ("@" + new String(offer.state(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
			}
			String text = (value instanceof Long) ? "#" + value : "$" + value;
			return text.getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public @Nullable Object decode(byte[] bytes) {
			String text = new String(bytes, StandardCharsets.UTF_8);
			if (text.startsWith("@")) {
				return new StateOffer(text.substring(1).getBytes(StandardCharsets.UTF_8));
			}
			if (text.startsWith("#")) {
				return Long.valueOf(text.substring(1));
			}
			if (!text.startsWith("$")) {
				throw new IllegalArgumentException("No payload");
			}
			return text.substring(1);
		}

	}

	/**
	 * Counts the messages that it gets.
	 */
	class Counter implements ConflictAware<Long>, ProcessLifecycle, RoleAware {

		private long count;

		private @Nullable ProcessContext context;

		Counter() {
			TestCluster.this.made++;
		}

		Object handle(Object message) {
			ProcessContext present = this.context;
			if ("role".equals(message) && present != null) {
				return present.node().name() + ":" + present.role();
			}
			if ("end".equals(message) && present != null) {
				present.stop();
			}
			if ("crash".equals(message)) {
				throw new IllegalStateException("Told to crash");
			}
			if ("too much".equals(message)) {
				this.count = TOO_MUCH;
				return this.count;
			}
			if ("eat".equals(message)) {
				return OutOfMemoryTests.Greedy.eat();
			}
			if (!"get".equals(message)) {
				this.count++;
			}
			return this.count;
		}

		@Override
		public void started(ProcessContext context) {
			this.context = context;
			if ("refuse".equals(context.tag())) {
				throw new IllegalStateException("Told not to start");
			}
		}

		@Override
		public void roleChanged(ProcessRole role) {
			ProcessContext present = this.context;
			TestCluster.this.told.add(((present != null) ? present.id() : "early") + ":" + role);
		}

		@Override
		public Long handoverState() {
			return this.count;
		}

		@Override
		public void restoreState(Long state) {
			this.count = state;
		}

		@Override
		public void mergeState(Long other) {
			if (other == TOO_MUCH) {
				throw new IllegalArgumentException("Told too much");
			}
			this.count += other;
		}

	}

}
