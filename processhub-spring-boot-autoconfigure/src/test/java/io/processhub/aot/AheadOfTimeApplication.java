/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.aot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.awaitility.Awaitility;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.EventListener;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessSpec;
import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.annotation.ProcessHubHook;
import io.processhub.hook.HookHandler;
import io.processhub.hook.HookKey;
import io.processhub.hook.PostChildrenStart;
import io.processhub.hook.ProcessStartups;
import io.processhub.hook.RegistryInserted;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.StrategyFactory;

/**
 * An application that prints what it has seen, however its beans were defined.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableAspectJAutoProxy(proxyTargetClass = true)
@Import({ AheadOfTimeApplication.Counter.class, AheadOfTimeApplication.Proxied.class,
		AheadOfTimeApplication.Clients.class, AheadOfTimeApplication.Journal.class,
		AheadOfTimeApplication.Shouting.class })
public class AheadOfTimeApplication {

	private static final List<String> seen = Collections.synchronizedList(new ArrayList<>());

	public static void main(String[] arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(AheadOfTimeApplication.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "logging.level.root=warn", "processhub.cluster.discovery=none",
					"processhub.cluster.name=ahead-of-time", "processhub.hubs.main.primary=true",
					"processhub.hubs.main.distribution.strategy=own",
					"processhub.hubs.main.distribution.properties.size=1",
					"processhub.hubs.main.processes[0].id=static", "processhub.hubs.main.processes[0].type=made",
					"processhub.hubs.other.call-timeout=3s", "greeting=hello")
			.run(arguments)) {
			seen.add("generated " + AotDetector.useGeneratedArtifacts());
			context.getBean(Clients.class).work();
			// Hooks are told a moment later
			Awaitility.await()
				.until(() -> seen.containsAll(List.of("hook told of static", "hook told of c", "hook told of p",
						"event of static", "event of c", "event of p", "handler told of [static] in main",
						"handler told of [c] in main", "handler told of [p] in other")));
		}
		seen.stream().sorted().forEach((line) -> System.out.println("Seen: " + line));
	}

	@Bean
	@Scope("prototype")
	Made made() {
		return new Made();
	}

	@Bean
	HookHandler<PostChildrenStart> startHandler() {
		return (started) -> seen.add("handler told of " + started.processIds() + " in " + started.hub());
	}

	@Bean("own")
	StrategyFactory<DistributionStrategy> ownStrategy() {
		return (context) -> {
			seen.add("strategy of size " + context.bind(OwnProperties.class).size());
			return (view) -> (processId, count) -> view.targets().stream().limit(count).toList();
		};
	}

	/**
	 * Properties of a strategy.
	 *
	 * @param size any number
	 */
	record OwnProperties(int size) {

	}

	/**
	 * A message.
	 *
	 * @param amount how much
	 */
	record Add(long amount) {

	}

	/**
	 * Uses the templates.
	 */
	static class Clients {

		private final ProcessHubOperations primary;

		private final ProcessHubOperations other;

		Clients(ProcessHubOperations primary, @Qualifier("other") ProcessHubOperations other) {
			this.primary = primary;
			this.other = other;
		}

		void work() {
			this.primary.start(ProcessSpec.of("c", "counter")).join();
			this.primary.call("c", new Add(2)).join();
			seen.add("counter at " + this.primary.call("c", new Add(3)).join());
			seen.add("static says " + this.primary.call("static", "x").join());
			this.other.start(ProcessSpec.of("p", "proxied")).join();
			seen.add("proxied says " + this.other.call("p", "psst").join());
			seen.add("through its interface " + this.other.proxy(Whisper.class, "p").whisper("psst"));
		}

	}

	@HubProcess("counter")
	static class Counter {

		private final AtomicInteger value = new AtomicInteger();

		@Autowired
		private Journal journal;

		@Value("${greeting}")
		private String greeting;

		@PostConstruct
		private void made() {
			this.journal.write("counter made, " + this.greeting);
		}

		@OnMessage
		private long add(Add command) {
			return this.value.addAndGet((int) command.amount());
		}

		@PreDestroy
		private void destroyed() {
			this.journal.write("counter destroyed at " + this.value);
		}

	}

	@HubProcess
	static class Made {

		@OnMessage
		String echo(String text) {
			return text + text;
		}

	}

	/**
	 * What a process may be called through.
	 */
	interface Whisper {

		String whisper(String text);

	}

	@HubProcess(value = "proxied", hub = "other")
	static class Proxied implements Whisper {

		@OnMessage
		@Override
		public String whisper(String text) {
			return text;
		}

	}

	/**
	 * Is told what happens.
	 */
	static class Journal {

		void write(String line) {
			seen.add(line);
		}

		@ProcessHubHook(HookKey.PROCESS_STARTUPS)
		private void started(ProcessStartups started) {
			write("hook told of " + started.processes().get(0).id());
		}

		@EventListener
		void inserted(RegistryInserted inserted) {
			write("event of " + inserted.process().id());
		}

	}

	/**
	 * Answers louder.
	 */
	@Aspect
	static class Shouting {

		@Around("execution(String io.processhub.aot.AheadOfTimeApplication.Proxied.whisper(String))")
		Object shout(ProceedingJoinPoint call) throws Throwable {
			return call.proceed().toString().toUpperCase(Locale.ROOT);
		}

	}

}
