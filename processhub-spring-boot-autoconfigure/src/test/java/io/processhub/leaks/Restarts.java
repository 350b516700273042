/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.leaks;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.hazelcast.core.Hazelcast;

/**
 * Starts an application again and again in this JVM, each time in a class loader of its
 * own, and looks what is left of it.
 */
final class Restarts {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final String application;

	private final String loadedAnew;

	private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

	private Restarts(String application, String loadedAnew) {
		this.application = application;
		this.loadedAnew = loadedAnew;
	}

	public static void main(String[] arguments) throws Exception {
		Restarts restarts = new Restarts(arguments[0], arguments[1]);
		int times = Integer.parseInt(arguments[2]);
		long from = System.nanoTime();
		// What the JVM and shared libraries make once is not a leak
		run(arguments[0], Restarts.class.getClassLoader());
		Set<String> before = present();
		for (int i = 0; i < times; i++) {
			restarts.restart();
		}
		String left = restarts.left(before);
		long seconds = (System.nanoTime() - from) / 1_000_000_000;
		System.out.println((left.isEmpty() ? "Nothing" : left) + " is left of " + times + " after " + seconds + " s");
		System.exit(0);
	}

	private void restart() throws Exception {
		ClassLoader loader = new ApplicationClassLoader(this.loadedAnew);
		this.loaders.add(new WeakReference<>(loader));
		run(this.application, loader);
	}

	private static void run(String application, ClassLoader loader) throws Exception {
		List<Throwable> failures = new ArrayList<>();
		Thread thread = new Thread(() -> {
			try {
				Class<?> type = Class.forName(application, true, loader);
				((Runnable) type.getConstructor().newInstance()).run();
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}, "application");
		thread.setContextClassLoader(loader);
		thread.setUncaughtExceptionHandler((ended, failure) -> failures.add(failure));
		thread.start();
		thread.join();
		if (!failures.isEmpty()) {
			throw new IllegalStateException("The application failed", failures.get(0));
		}
	}

	private String left(Set<String> before) throws InterruptedException {
		forgetLastRecord();
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		String left;
		do {
			System.gc();
			Set<String> now = present();
			now.removeAll(before);
			long loaded = this.loaders.stream().filter((loader) -> loader.get() != null).count();
			left = (now.isEmpty() ? "" : now + " ") + ((loaded == 0) ? "" : loaded + " class loaders");
			Thread.sleep(50);
		}
		while (!left.isEmpty() && System.nanoTime() < deadline);
		return left;
	}

	/**
	 * JDK 17 itself holds on to the type of the component that generated code of a record
	 * was last made for, in {@code java.lang.runtime.ObjectMethods}.
	 */
	private static void forgetLastRecord() {
		Last last = new Last(new StringBuilder());
		if (!last.equals(new Last(last.component())) || last.hashCode() != new Last(last.component()).hashCode()) {
			throw new IllegalStateException("Records are not equal");
		}
	}

	/**
	 * Return the threads, the shutdown hooks, the MBeans and the Hazelcast instances of
	 * this JVM.
	 */
	private static Set<String> present() {
		Set<String> present = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map((thread) -> "thread " + thread.getName())
			.collect(Collectors.toCollection(TreeSet::new));
		ManagementFactory.getPlatformMBeanServer()
			.queryNames(null, null)
			.forEach((name) -> present.add("MBean " + name));
		shutdownHooks().forEach((hook) -> present.add("shutdown hook " + hook.getName()));
		Hazelcast.getAllHazelcastInstances().forEach((instance) -> present.add("instance " + instance.getName()));
		return present;
	}

	private static Set<Thread> shutdownHooks() {
		try {
			Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
			hooks.setAccessible(true);
			Map<?, ?> threads = (Map<?, ?>) Objects.requireNonNull(hooks.get(null));
			return threads.keySet().stream().map(Thread.class::cast).collect(Collectors.toSet());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Last(StringBuilder component) {

	}

}
