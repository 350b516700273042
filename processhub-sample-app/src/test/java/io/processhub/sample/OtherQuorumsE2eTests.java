/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpStatus;

/**
 * End-to-end tests for the quorum strategies that {@link QuorumE2eTests} does not use, on
 * real JVMs that hang.
 */
@Tag("strategy")
class OtherQuorumsE2eTests {

	private static final int SIZE = 300;

	private static final Set<String> IDS = SampleCluster.ids("quorum", SIZE);

	private static final String OPTION = "--processhub.hubs.default.partition-tolerance.";

	@RegisterExtension
	static final SampleCluster cluster = new SampleCluster("512m", "--sample.replay.enabled=false",
			"--processhub.cluster.failure-detection.preset=fast");

	@ParameterizedTest
	@CsvSource({ "static-quorum, 2", "dynamic-quorum, 51" })
	void loneNodeStopsItsDevicesUntilTheOthersAreBack(String strategy, String quorumSize) {
		cluster.startAnew(OPTION + "strategy=" + strategy, OPTION + "quorum-size=" + quorumSize);
		cluster.ensureNodes(3);
		cluster.node(0).post("/api/devices?count=%d&prefix=quorum".formatted(SIZE)).expect(HttpStatus.CREATED);
		cluster.awaitSettled(SIZE, Duration.ofSeconds(10));
		SampleNode lone = cluster.node(2);
		List<SampleNode> others = cluster.nodes().subList(0, 2);
		others.forEach(SampleNode::pause);
		SampleCluster.await(Duration.ofSeconds(30)).until(lone::hasStopped);
		lone.assertRefuses("quorum-1");
		others.forEach(SampleNode::resume);
		cluster.awaitSettled(SIZE, Duration.ofSeconds(40));
		cluster.assertEachRunsOnce(IDS);
	}

}
