/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.aot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor;

import io.processhub.testing.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application does the same with generated bean definitions as without
 * them.
 */
@Timeout(300)
class AheadOfTimeTests {

	@TempDir
	private Path directory;

	@Test
	void applicationRunsWithGeneratedBeanDefinitions() throws Exception {
		Path classes = generate();
		List<String> usual = run(List.of());
		List<String> generated = run(List.of("-Dspring.aot.enabled=true"), classes,
				this.directory.resolve("resources"));
		assertThat(usual).contains("Seen: generated false", "Seen: counter at 5", "Seen: static says xx",
				"Seen: proxied says PSST", "Seen: through its interface PSST", "Seen: counter made, hello",
				"Seen: counter destroyed at 5", "Seen: strategy of size 1", "Seen: hook told of c", "Seen: event of c",
				"Seen: handler told of [p] in other");
		assertThat(generated).contains("Seen: generated true");
		assertThat(withoutFlag(generated)).isEqualTo(withoutFlag(usual));
	}

	private static List<String> withoutFlag(List<String> lines) {
		return lines.stream().filter((line) -> !line.startsWith("Seen: generated")).toList();
	}

	private Path generate() throws IOException {
		Path sources = this.directory.resolve("sources");
		Path classes = this.directory.resolve("classes");
		new SpringApplicationAotProcessor(AheadOfTimeApplication.class,
				AbstractAotProcessor.Settings.builder()
					.sourceOutput(sources)
					.resourceOutput(this.directory.resolve("resources"))
					.classOutput(classes)
					.groupId("io.processhub")
					.artifactId("ahead-of-time")
					.build(),
				new String[0])
			.process();
		Files.createDirectories(classes);
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> paths = Files.walk(sources)) {
			List<File> java = paths.filter((path) -> path.toString().endsWith(".java")).map(Path::toFile).toList();
			List<String> options = List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-classpath",
					classes + File.pathSeparator + System.getProperty("java.class.path"));
			assertThat(
					compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromFiles(java)).call())
				.isTrue();
		}
		return classes;
	}

	private List<String> run(List<String> jvmOptions, Path... first) throws Exception {
		StringBuilder classPath = new StringBuilder();
		for (Path path : first) {
			classPath.append(path).append(File.pathSeparator);
		}
		classPath.append(System.getProperty("java.class.path"));
		List<String> command = new ArrayList<>(List.of(new File(System.getProperty("java.home"), "bin/java").getPath(),
				"-XX:TieredStopAtLevel=1", "-Dprocesshub.cluster.port=" + FreePorts.next()));
		command.addAll(jvmOptions);
		command.addAll(List.of("-cp", classPath.toString(), AheadOfTimeApplication.class.getName()));
		File output = this.directory.resolve("output").toFile();
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
		try {
			assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
			List<String> lines = Files.readAllLines(output.toPath());
			assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
			return lines.stream().filter((line) -> line.startsWith("Seen: ")).toList();
		}
		finally {
			process.destroyForcibly();
		}
	}

}
