/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import com.hazelcast.instance.BuildInfoProvider;
import com.sun.management.OperatingSystemMXBean;

import org.springframework.boot.SpringBootVersion;

/**
 * The machine and the software that figures depend on.
 */
final class Environment {

	private static final long GIGABYTE = 1L << 30;

	private Environment() {
	}

	static Map<String, Object> describe(Options options) {
		Map<String, Object> environment = new LinkedHashMap<>();
		environment.put("processor", processor());
		environment.put("processors", Runtime.getRuntime().availableProcessors());
		environment.put("memory", memory() / GIGABYTE + " GB");
		environment.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
		environment.put("java", System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
		environment.put("spring-boot", SpringBootVersion.getVersion());
		environment.put("hazelcast", BuildInfoProvider.getBuildInfo().getVersion());
		environment.put("nodes", options.nodes());
		environment.put("heap", options.heap());
		environment.put("jvm-arguments", String.join(" ", options.jvmArguments()));
		environment.put("presets", String.join(",", options.presets()));
		environment.put("runs", options.runs());
		return environment;
	}

	private static String processor() {
		try {
			return Files.readString(Path.of("/proc/cpuinfo"))
				.lines()
				.filter((line) -> line.startsWith("model name"))
				.findFirst()
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.orElse(System.getProperty("os.arch"));
		}
		catch (IOException ex) {
			return System.getProperty("os.arch");
		}
	}

	private static long memory() {
		return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
	}

}
