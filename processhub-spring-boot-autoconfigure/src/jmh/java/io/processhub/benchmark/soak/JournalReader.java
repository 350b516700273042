/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads what nodes have added to their journals.
 */
final class JournalReader {

	private final Path directory;

	private final Map<Path, Long> positions = new HashMap<>();

	JournalReader(Path directory) {
		this.directory = directory;
	}

	/**
	 * Read the lines that are new.
	 * @param suffix the end of the names of the files
	 * @param lines takes the lines
	 */
	void read(String suffix, Lines lines) {
		try (Stream<Path> files = Files.list(this.directory)) {
			List<Path> found = files.filter((file) -> file.toString().endsWith(suffix)).sorted().toList();
			for (Path file : found) {
				read(file, suffix, lines);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read(Path file, String suffix, Lines lines) throws IOException {
		long position = this.positions.getOrDefault(file, 0L);
		byte[] bytes;
		try (RandomAccessFile journal = new RandomAccessFile(file.toFile(), "r")) {
			bytes = new byte[(int) (journal.length() - position)];
			journal.seek(position);
			journal.readFully(bytes);
		}
		String node = file.getFileName().toString().replace(suffix, "");
		int from = 0;
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] == '\n') {
				lines.line(node, new String(bytes, from, i - from, StandardCharsets.US_ASCII).split(" "));
				from = i + 1;
			}
		}
		this.positions.put(file, position + from);
	}

	/**
	 * Takes lines.
	 */
	@FunctionalInterface
	interface Lines {

		void line(String node, String[] fields);

	}

}
