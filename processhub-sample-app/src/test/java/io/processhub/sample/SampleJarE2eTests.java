/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.io.IOException;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the executable jar.
 */
class SampleJarE2eTests {

	@Test
	void jarStartsTheSampleApplication() throws IOException {
		try (JarFile jar = new JarFile(System.getProperty("sample.jar"))) {
			assertThat(jar.getManifest().getMainAttributes().getValue("Start-Class"))
				.isEqualTo(SampleApplication.class.getName());
		}
	}

}
