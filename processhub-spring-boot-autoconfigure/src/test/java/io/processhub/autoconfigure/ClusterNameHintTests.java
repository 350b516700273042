/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.processhub.ProcessHubOperations;
import io.processhub.testing.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a node says that finds others, but is not of their cluster.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClusterNameHintTests {

	private static final String HINT = "if that is a node, its 'processhub.cluster.name' may be another one";

	private final int port = FreePorts.firstOf(2);

	@Test
	void nodeOfAnotherClusterNameAmongTheMembersIsWarnedOf(CapturedOutput output) {
		node(0, "hint-a", true).run((first) -> {
			assertThat(output).doesNotContain(HINT);
			node(1, "hint-b", true).run((second) -> {
				assertThat(second.getBean(ProcessHubOperations.class).nodes()).hasSize(1);
				assertThat(output)
					.containsOnlyOnce("This node is alone in the cluster 'hint-b', although somebody listens at "
							+ "[[127.0.0.1]:%d] of 'processhub.cluster.members': ".formatted(this.port) + HINT);
			});
		});
	}

	@Test
	void nodeOfTheSameClusterIsNot(CapturedOutput output) {
		node(0, "hint-c", true).run((first) -> node(1, "hint-c", true)
			.run((second) -> assertThat(second.getBean(ProcessHubOperations.class).nodes()).hasSize(2)));
		assertThat(output).doesNotContain(HINT);
	}

	@Test
	void othersOnThisMachineMayHaveOtherNames(CapturedOutput output) {
		node(1, "hint-d", false).run((first) -> node(0, "hint-e", false)
			.run((second) -> assertThat(second.getBean(ProcessHubOperations.class).nodes()).hasSize(1)));
		assertThat(output).doesNotContain(HINT);
	}

	private ApplicationContextRunner node(int index, String clusterName, boolean listed) {
		List<String> properties = new ArrayList<>(
				List.of("processhub.cluster.name=" + clusterName, "processhub.cluster.port=" + (this.port + index)));
		properties.add("processhub.hubs.one.primary=true");
		properties.add("processhub.hubs.two.primary=false");
		if (listed) {
			properties.add("processhub.cluster.members=127.0.0.1:%d,127.0.0.1:%d".formatted(this.port, this.port + 1));
		}
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ProcessHubAutoConfiguration.class))
			.withPropertyValues(properties.toArray(String[]::new));
	}

}
