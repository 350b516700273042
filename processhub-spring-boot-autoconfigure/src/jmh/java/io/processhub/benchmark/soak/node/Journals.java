/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak.node;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What this JVM has handled, and what its calls came to: two files of lines, each written
 * by one system call, so that they survive the end of the JVM. Thread-safe.
 */
@Component
class Journals {

	private final OutputStream handled;

	private final OutputStream called;

	Journals(@Value("${benchmark.journals}") Path directory, @Value("${benchmark.agent}") String agent)
			throws IOException {
		Files.createDirectories(directory);
		String name = agent.replace('/', '-');
		this.handled = new FileOutputStream(directory.resolve(name + ".handled").toFile(), true);
		this.called = new FileOutputStream(directory.resolve(name + ".called").toFile(), true);
	}

	void handled(String id, long epoch, long sequence, long message, long total) {
		write(this.handled, id + " " + epoch + " " + sequence + " " + message + " " + total + " " + System.nanoTime());
	}

	void sent(String id, long message) {
		write(this.called, "sent " + id + " " + message + " " + System.nanoTime());
	}

	void answered(String id, long message, long from, long epoch) {
		write(this.called, "answered " + id + " " + message + " " + from + " " + System.nanoTime() + " " + epoch);
	}

	void failed(String id, long message, long from, Throwable failure) {
		write(this.called, "failed " + id + " " + message + " " + from + " " + System.nanoTime() + " "
				+ failure.getClass().getSimpleName());
	}

	private static void write(OutputStream file, String line) {
		try {
			file.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
