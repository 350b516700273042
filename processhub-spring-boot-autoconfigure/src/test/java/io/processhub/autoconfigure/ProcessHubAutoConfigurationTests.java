/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import com.hazelcast.core.HazelcastInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessHubs;
import io.processhub.annotation.HubProcess;
import io.processhub.context.ManagedProcessHubs;
import io.processhub.core.ProcessHubTemplate;
import io.processhub.engine.HubEngineSettings;
import io.processhub.engine.HubEngineStrategies;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.PartitionToleranceStrategy;
import io.processhub.strategy.LoadSample;
import io.processhub.strategy.distribution.ConsistentHashing;
import io.processhub.strategy.distribution.Guided;
import io.processhub.strategy.distribution.LoadBalanced;
import io.processhub.strategy.distribution.Sticky;
import io.processhub.strategy.migration.ColdSwap;
import io.processhub.strategy.migration.HotSwap;
import io.processhub.strategy.RedundancySignal;
import io.processhub.strategy.RedundancyStrategy;
import io.processhub.strategy.ReplicationModel;
import io.processhub.strategy.redundancy.Replication;
import io.processhub.strategy.partition.Divergence;
import io.processhub.strategy.partition.DynamicQuorum;
import io.processhub.strategy.partition.MajorityQuorum;
import io.processhub.strategy.partition.StaticQuorum;
import io.processhub.strategy.redundancy.Singularity;
import io.processhub.strategy.synchronization.Gossip;
import io.processhub.strategy.synchronization.PubSub;
import io.processhub.time.HubScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ProcessHubAutoConfiguration}, with hubs that run nothing.
 */
class ProcessHubAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
		.withBean(HazelcastInstance.class, () -> mock(HazelcastInstance.class))
		.withBean(HubFactory.class, RecordingHubFactory::new);

	@Test
	void withoutPropertiesThereIsOneHubWithDefaults() {
		this.runner.run((context) -> {
			assertThat(context.getBean(ProcessHubs.class).ids()).containsExactly("default");
			RecordingHubFactory.FakeHub hub = hub(context, "default");
			assertThat(hub.settings()).isEqualTo(HubEngineSettings.defaults("default"));
			HubEngineStrategies strategies = hub.strategies();
			assertThat(strategies.distribution()).isInstanceOf(ConsistentHashing.class);
			assertThat(strategies.redundancy()).isInstanceOf(Singularity.class);
			assertThat(strategies.migration()).isInstanceOf(ColdSwap.class);
			assertThat(strategies.synchronization()).isEqualTo(new PubSub(Duration.ofSeconds(15)));
			assertThat(strategies.partitionTolerance()).isInstanceOf(Divergence.class);
			assertThat(hub.types()).isEmpty();
		});
	}

	@Test
	void templateOfEachHubIsInjectedByItsQualifier() {
		this.runner.withUserConfiguration(Injected.class)
			.withPropertyValues("processhub.hubs.orders.primary=true", "processhub.hubs.devices.call-timeout=1s")
			.run((context) -> {
				Injected injected = context.getBean(Injected.class);
				assertThat(injected.unqualified.hubId()).isEqualTo("orders");
				assertThat(injected.template).isSameAs(injected.unqualified);
				assertThat(injected.orders).isSameAs(injected.unqualified);
				assertThat(injected.devices.hubId()).isEqualTo("devices");
				assertThat(context.getBeanProvider(ProcessHubOperations.class).getIfUnique())
					.isSameAs(injected.unqualified);
			});
	}

	@Test
	void ownOperationsAreInjectedWithoutAQualifier() {
		ProcessHubOperations own = mock(ProcessHubOperations.class);
		this.runner.withBean("own", ProcessHubOperations.class, () -> own)
			.withPropertyValues("processhub.hubs.orders.primary=true", "processhub.hubs.devices.call-timeout=1s")
			.run((context) -> {
				assertThat(context.getBeanProvider(ProcessHubOperations.class).getIfUnique()).isSameAs(own);
				assertThat(context.getBean("processHubTemplate.devices", ProcessHubOperations.class).hubId())
					.isEqualTo("devices");
			});
	}

	@Test
	void stickyDistributionGetsItsOption() {
		String prefix = "processhub.hubs.default.distribution.";
		this.runner.withPropertyValues(prefix + "strategy=sticky", prefix + "virtual-nodes=64")
			.run((context) -> assertThat(hub(context, "default").strategies().distribution()).isInstanceOf(Sticky.class)
				.extracting(DistributionStrategy::signature)
				.asString()
				.contains("64"));
	}

	@Test
	void guidedDistributionGetsTheNodesOfTheProcessesOfTheConfiguration() {
		String prefix = "processhub.hubs.default.";
		this.runner.withBean("counter", Counter.class)
			.withInitializer((context) -> context.addBeanFactoryPostProcessor(
					(beanFactory) -> beanFactory.getBeanDefinition("counter").setScope("prototype")))
			.withPropertyValues(prefix + "distribution.strategy=guided", prefix + "processes[0].id=c-1",
					prefix + "processes[0].type=counter", prefix + "processes[0].nodes=node-1")
			.run((context) -> {
				assertThat(hub(context, "default").strategies().distribution()).isInstanceOf(Guided.class);
				assertThat(hub(context, "default").settings().childMapping())
					.isEqualTo(Map.of("c-1", List.of("node-1")));
			});
	}

	@Test
	void loadBalancedDistributionGetsItsOptions() {
		String prefix = "processhub.hubs.default.distribution.";
		List<LoadSample> history = List.of(new LoadSample(0.8, 0, 0, 0), new LoadSample(0, 0, 0, 0));
		this.runner.withPropertyValues(prefix + "strategy=load-balanced").run((context) -> {
			LoadBalanced strategy = (LoadBalanced) hub(context, "default").strategies().distribution();
			assertThat(strategy.pushInterval()).hasSeconds(10);
			assertThat(strategy.maxHistorySize()).isEqualTo(30);
			assertThat(strategy.capacity(history))
				.isEqualTo(new LoadBalanced(Duration.ofSeconds(10), 30, 0.9).capacity(history));
		});
		this.runner
			.withPropertyValues(prefix + "strategy=load-balanced", prefix + "push-interval=2s",
					prefix + "max-history-size=5", prefix + "weight-decay-factor=0.5")
			.run((context) -> {
				LoadBalanced strategy = (LoadBalanced) hub(context, "default").strategies().distribution();
				assertThat(strategy.pushInterval()).hasSeconds(2);
				assertThat(strategy.maxHistorySize()).isEqualTo(5);
				assertThat(strategy.capacity(history))
					.isEqualTo(new LoadBalanced(Duration.ofSeconds(2), 5, 0.5).capacity(history));
			});
	}

	@Test
	void gossipGetsItsOptions() {
		String prefix = "processhub.hubs.default.synchronization.";
		this.runner.withPropertyValues(prefix + "strategy=gossip")
			.run((context) -> assertThat(hub(context, "default").strategies().synchronization())
				.isEqualTo(new Gossip(Duration.ofSeconds(15), 3, true)));
		this.runner
			.withPropertyValues(prefix + "strategy=gossip", prefix + "sync-interval=1s", prefix + "recipients=5",
					prefix + "restricted-init=false")
			.run((context) -> assertThat(hub(context, "default").strategies().synchronization())
				.isEqualTo(new Gossip(Duration.ofSeconds(1), 5, false)));
	}

	@Test
	void hotSwapGetsItsOptions() {
		String prefix = "processhub.hubs.default.migration.";
		this.runner.withPropertyValues(prefix + "strategy=hot-swap")
			.run((context) -> assertThat(hub(context, "default").strategies().migration()).isEqualTo(
					new HotSwap(false, Duration.ofSeconds(5), false, Duration.ofSeconds(3), Duration.ofSeconds(10))));
		this.runner
			.withPropertyValues(prefix + "strategy=hot-swap", prefix + "handover=true", prefix + "retention=1s",
					prefix + "confirm-handover=true", prefix + "handover-data-wait=2s",
					prefix + "child-migration-timeout=4s")
			.run((context) -> assertThat(hub(context, "default").strategies().migration()).isEqualTo(
					new HotSwap(true, Duration.ofSeconds(1), true, Duration.ofSeconds(2), Duration.ofSeconds(4))));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void waitForAStateThatIsNotHandedOverIsWarnedOf(CapturedOutput output) {
		String prefix = "processhub.hubs.default.migration.";
		this.runner.withPropertyValues(prefix + "strategy=hot-swap", prefix + "handover-data-wait=2s")
			.run((context) -> assertThat(output).contains("'" + prefix + "handover-data-wait' has no effect"));
	}

	@Test
	void quorumStrategiesGetTheirOptions() {
		String prefix = "processhub.hubs.default.partition-tolerance.";
		assertPartitionTolerance(new StaticQuorum(3, false), prefix + "strategy=static-quorum",
				prefix + "quorum-size=3");
		assertPartitionTolerance(new StaticQuorum(3, true), prefix + "strategy=static-quorum", prefix + "quorum-size=3",
				prefix + "startup-confirm=true");
		assertPartitionTolerance(new DynamicQuorum(60, Duration.ofSeconds(30)), prefix + "strategy=dynamic-quorum",
				prefix + "quorum-size=60");
		assertPartitionTolerance(new DynamicQuorum(60, Duration.ofMinutes(2)), prefix + "strategy=dynamic-quorum",
				prefix + "quorum-size=60", prefix + "threshold-time=2m");
		assertPartitionTolerance(new MajorityQuorum(1, true), prefix + "strategy=majority-quorum");
		assertPartitionTolerance(new MajorityQuorum(5, false), prefix + "strategy=majority-quorum",
				prefix + "initial-cluster-size=5", prefix + "track-max-size=false");
	}

	@Test
	void replicationGetsItsOptions() {
		String prefix = "processhub.hubs.default.redundancy.";
		assertRedundancy(new Replication(2, ReplicationModel.ACTIVE_ACTIVE, RedundancySignal.NONE),
				prefix + "strategy=replication");
		assertRedundancy(new Replication(3, ReplicationModel.ACTIVE_PASSIVE, RedundancySignal.ALL),
				prefix + "strategy=replication", prefix + "replication-factor=3",
				prefix + "replication-model=active-passive", prefix + "redundancy-signal=all");
		assertRedundancy(
				new Replication(Replication.CLUSTER_SIZE, ReplicationModel.ACTIVE_ACTIVE, RedundancySignal.ACTIVE),
				prefix + "strategy=replication", prefix + "replication-factor=cluster-size",
				prefix + "redundancy-signal=active");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void replicationFactorThatIsNeverPossibleIsWarnedOf(CapturedOutput output) {
		String prefix = "processhub.hubs.default.redundancy.";
		assertRedundancy(new Replication(1000, ReplicationModel.ACTIVE_ACTIVE, RedundancySignal.NONE),
				prefix + "strategy=replication", prefix + "replication-factor=1001");
		assertThat(output).contains("'" + prefix + "replication-factor' is 1001");
	}

	private void assertRedundancy(RedundancyStrategy expected, String... properties) {
		this.runner.withPropertyValues(properties)
			.run((context) -> assertThat(hub(context, "default").strategies().redundancy()).isEqualTo(expected));
	}

	private void assertPartitionTolerance(PartitionToleranceStrategy expected, String... properties) {
		this.runner.withPropertyValues(properties)
			.run((context) -> assertThat(hub(context, "default").strategies().partitionTolerance())
				.isEqualTo(expected));
	}

	@ParameterizedTest
	@ValueSource(ints = { 50, 51 })
	@ExtendWith(OutputCaptureExtension.class)
	void quorumThatBothSidesCanHaveIsWarnedOf(int percent, CapturedOutput output) {
		String prefix = "processhub.hubs.default.partition-tolerance.";
		this.runner.withPropertyValues(prefix + "strategy=dynamic-quorum", prefix + "quorum-size=" + percent)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.getOut().contains("both sides of a split cluster")).isEqualTo(percent <= 50);
	}

	@Test
	void primaryTemplateIsInjectable() {
		this.runner
			.withPropertyValues("processhub.hubs.orders.call-timeout=1s", "processhub.hubs.payments.primary=true")
			.run((context) -> {
				ProcessHubs hubs = context.getBean(ProcessHubs.class);
				assertThat(hubs.ids()).containsExactly("orders", "payments");
				assertThat(context.getBean(ProcessHubOperations.class)).isSameAs(hubs.primary())
					.isSameAs(hubs.get("payments"))
					.isSameAs(context.getBean(ProcessHubTemplate.class));
			});
	}

	@Test
	void hubsAreStartedAndStoppedWithTheContext() {
		RecordingHubFactory factory = new RecordingHubFactory();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
			.withBean(HazelcastInstance.class, () -> mock(HazelcastInstance.class))
			.withBean(HubFactory.class, () -> factory)
			.run((context) -> assertThat(factory.events).containsExactly("start default"));
		assertThat(factory.events).containsExactly("start default", "stop default");
	}

	@Test
	void hubsAreStartedWithLazyInitialization() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(factory(context).events).containsExactly("start default"));
	}

	@Test
	void propertiesReachTheHub() {
		this.runner.withPropertyValues("processhub.node-name=shop-1", "processhub.hubs.default.call-timeout=1s",
				"processhub.hubs.default.discovery-interval=2s", "processhub.hubs.default.purge-interval=3s",
				"processhub.hubs.default.migration-base-timeout=4s",
				"processhub.hubs.default.deadlock-recovery-timeout=14s",
				"processhub.hubs.default.max-concurrent-migrations=5", "processhub.hubs.default.mailbox-capacity=6",
				"processhub.hubs.default.max-concurrent-starts=13", "processhub.hubs.default.supervisor.max-restarts=7",
				"processhub.hubs.default.supervisor.restart-window=8s",
				"processhub.hubs.default.supervisor.shutdown-timeout=9s",
				"processhub.hubs.default.supervisor.backoff.initial-delay=10ms",
				"processhub.hubs.default.supervisor.backoff.multiplier=1.5",
				"processhub.hubs.default.supervisor.backoff.max-delay=11ms",
				"processhub.hubs.default.supervisor.backoff.jitter=0.5",
				"processhub.hubs.default.synchronization.sync-interval=12s")
			.run((context) -> {
				HubEngineSettings settings = hub(context, "default").settings();
				assertThat(settings.nodeName()).isEqualTo("shop-1");
				assertThat(settings.callTimeout()).hasSeconds(1);
				assertThat(settings.discoveryInterval()).hasSeconds(2);
				assertThat(settings.deadlockRecoveryTimeout()).hasSeconds(14);
				assertThat(settings.purgeInterval()).hasSeconds(3);
				assertThat(settings.migrationBaseTimeout()).hasSeconds(4);
				assertThat(settings.maxConcurrentMigrations()).isEqualTo(5);
				assertThat(settings.supervisor().mailboxCapacity()).isEqualTo(6);
				assertThat(settings.supervisor().maxConcurrentStarts()).isEqualTo(13);
				assertThat(settings.supervisor().maxRestarts()).isEqualTo(7);
				assertThat(settings.supervisor().restartWindow()).hasSeconds(8);
				assertThat(settings.supervisor().shutdownTimeout()).hasSeconds(9);
				assertThat(settings.supervisor().backoff().initialDelay()).hasMillis(10);
				assertThat(settings.supervisor().backoff().multiplier()).isEqualTo(1.5);
				assertThat(settings.supervisor().backoff().maxDelay()).hasMillis(11);
				assertThat(settings.supervisor().backoff().jitter()).isEqualTo(0.5);
				assertThat(hub(context, "default").strategies().synchronization().syncInterval()).hasSeconds(12);
			});
	}

	@Test
	void emptyHubIsAHub() {
		this.runner.withPropertyValues("processhub.hubs.orders=", "processhub.hubs.orders2.primary=true")
			.run((context) -> assertThat(context.getBean(ProcessHubs.class).ids()).containsExactly("orders",
					"orders2"));
	}

	@Test
	void processBeansAndProcessesOfPropertiesReachTheirHub() {
		this.runner.withBean("counter", Counter.class)
			.withInitializer((context) -> context.addBeanFactoryPostProcessor(
					(beanFactory) -> beanFactory.getBeanDefinition("counter").setScope("prototype")))
			.withPropertyValues("processhub.hubs.default.processes[0].id=c-1",
					"processhub.hubs.default.processes[0].type=counter",
					"processhub.hubs.default.processes[0].tag=counters",
					"processhub.hubs.default.processes[0].metadata.region=north",
					"processhub.hubs.default.processes[0].restart=temporary",
					"processhub.hubs.default.processes[0].shutdown-timeout=3s")
			.run((context) -> {
				assertThat(hub(context, "default").types()).containsOnlyKeys("counter");
				assertThat(hub(context, "default").settings().processes()).singleElement().satisfies((spec) -> {
					assertThat(spec.id()).isEqualTo("c-1");
					assertThat(spec.type()).isEqualTo("counter");
					assertThat(spec.tag()).isEqualTo("counters");
					assertThat(spec.metadata()).containsEntry("region", "north");
					assertThat(spec.shutdownTimeout()).hasSeconds(3);
				});
			});
	}

	@Test
	void strategyOfTheUserIsTakenByItsName() {
		DistributionStrategy own = mock(DistributionStrategy.class);
		this.runner.withBean("moon-phase", DistributionStrategy.class, () -> own)
			.withPropertyValues("processhub.hubs.default.distribution.strategy=moon-phase")
			.run((context) -> assertThat(hub(context, "default").strategies().distribution()).isSameAs(own));
	}

	@Test
	void strategyOfTheUserWinsOverBuiltInOneOfItsName() {
		DistributionStrategy own = mock(DistributionStrategy.class);
		this.runner.withBean("consistent-hashing", DistributionStrategy.class, () -> own)
			.run((context) -> assertThat(hub(context, "default").strategies().distribution()).isSameAs(own));
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("processhub.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ProcessHubs.class)
				.doesNotHaveBean(ProcessHubOperations.class)
				.doesNotHaveBean(HubExecutors.class));
	}

	@Test
	void nothingOfTheLibraryIsThereWhenDisabled() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
			.withBean("process", DisabledProcess.class)
			.withPropertyValues("processhub.enabled=false", "processhub.cluster.port=-1")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(HazelcastInstance.class);
				assertThat(context.getBeanFactory().getBeansOfType(Object.class, false, true).values())
					.noneMatch((bean) -> bean.getClass().getName().startsWith("io.processhub."));
			});
	}

	@Test
	void injectionFailsWhenDisabled() {
		this.runner.withPropertyValues("processhub.enabled=false")
			.withBean(UserOfOperations.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("No qualifying bean of type '" + ProcessHubOperations.class.getName() + "'"));
	}

	@Test
	void backsOffWithoutHazelcast() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("com.hazelcast"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ProcessHubs.class));
	}

	@Test
	void templateBacksOffForOperationsOfTheUser() {
		ProcessHubOperations own = mock(ProcessHubOperations.class);
		this.runner.withBean("own", ProcessHubOperations.class, () -> own).run((context) -> {
			assertThat(context.getBean(ProcessHubOperations.class)).isSameAs(own);
			assertThat(context).hasSingleBean(ManagedProcessHubs.class);
		});
	}

	@Test
	void everythingBacksOffForHubsOfTheUser() {
		ProcessHubs own = mock(ProcessHubs.class);
		this.runner.withBean("own", ProcessHubs.class, () -> own)
			.run((context) -> assertThat(context).hasSingleBean(ProcessHubs.class)
				.doesNotHaveBean(ProcessHubOperations.class));
	}

	@Test
	void schedulerBacksOff() {
		this.runner.withBean("own", HubScheduler.class, () -> mock(HubScheduler.class))
			.run((context) -> assertThat(context).hasSingleBean(HubScheduler.class)
				.doesNotHaveBean(SystemHubScheduler.class));
	}

	@Test
	void taskExecutorOfSpringBootStays() {
		this.runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.run((context) -> assertThat(context.getBeansOfType(Executor.class))
				.containsOnlyKeys("applicationTaskExecutor"));
	}

	@Test
	void workersAreAPool() {
		this.runner.withPropertyValues("processhub.executor.worker-threads=3").run((context) -> {
			HubExecutors executors = context.getBean(HubExecutors.class);
			assertThat(executors.workers("orders")).hasFieldOrPropertyWithValue("maximumPoolSize", 3)
				.isSameAs(executors.workers("orders"))
				.isNotSameAs(executors.workers("devices"));
			Thread loop = executors.loopThreads().newThread(() -> {
			});
			assertThat(loop.getName()).startsWith("processhub-loop-");
			assertThat(loop.isDaemon()).isTrue();
		});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void workersAreVirtualThreadsWhereTheApplicationTurnsThemOn() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			HubExecutors executors = context.getBean(HubExecutors.class);
			assertThat(executors.workers("orders").getClass().getSimpleName()).isEqualTo("VirtualThreadTaskExecutor");
			assertThat(executors.loopThreads().newThread(() -> {
			}).isDaemon()).isTrue();
		});
	}

	@Test
	void primaryIsTheOneCalledDefaultUnlessMarked() {
		this.runner
			.withPropertyValues("processhub.hubs.orders.call-timeout=1s", "processhub.hubs.default.call-timeout=1s")
			.run((context) -> assertThat(context.getBean(ProcessHubs.class).primary().hubId()).isEqualTo("default"));
	}

	private static RecordingHubFactory factory(AssertableApplicationContext context) {
		return (RecordingHubFactory) context.getBean(HubFactory.class);
	}

	private static RecordingHubFactory.FakeHub hub(AssertableApplicationContext context, String id) {
		assertThat(context).hasNotFailed();
		RecordingHubFactory factory = factory(context);
		assertThat(factory.hubs).containsKey(id);
		return factory.hubs.get(id);
	}

	@HubProcess
	static class Counter {

	}

	static class Injected {

		private final ProcessHubOperations unqualified;

		private final ProcessHubTemplate template;

		private final ProcessHubOperations orders;

		private final ProcessHubOperations devices;

		Injected(ProcessHubOperations unqualified, ProcessHubTemplate template,
				@Qualifier("orders") ProcessHubOperations orders, @Qualifier("devices") ProcessHubOperations devices) {
			this.unqualified = unqualified;
			this.template = template;
			this.orders = orders;
			this.devices = devices;
		}

	}

	record UserOfOperations(ProcessHubOperations operations) {

	}

	@HubProcess("disabled")
	static class DisabledProcess {

		DisabledProcess(ProcessHubOperations operations) {
		}

	}

}
