/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import io.processhub.HubNode;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessInfo;
import io.processhub.process.ProcessContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ClusterController}.
 */
class ClusterControllerTests {

	private static final HubNode LEFT = new HubNode("1", "left");

	private static final HubNode RIGHT = new HubNode("2", "right");

	private final ProcessHubOperations hub = mock(ProcessHubOperations.class);

	private final LiveProcesses live = new LiveProcesses();

	private final MockMvcTester mvc = MockMvcTester.of(new ClusterController(this.hub, this.live));

	@Test
	void showsTheClusterAsTheNodeSeesIt() {
		List<ProcessInfo> processes = List.of(on(LEFT), on(LEFT), on(new HubNode("3", "gone")));
		given(this.hub.processes()).willReturn(processes);
		given(this.hub.size()).willReturn(3);
		given(this.hub.nodes()).willReturn(List.of(LEFT, RIGHT));
		given(this.hub.localNode()).willReturn(RIGHT);
		given(this.hub.isAlive()).willReturn(true);
		this.live.add(this, context("a"));
		assertThat(this.mvc.get().uri("/api/whereami")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{'node':{'id':'2','name':'right'},
				'nodes':[{'id':'1','name':'left','processes':2},{'id':'2','name':'right','processes':0}],
				'size':3,'live':1,'alive':true,'locked':false,'partitioned':false}""");
	}

	@Test
	void showsWhatRunsHere() {
		this.live.add(this, context("a"));
		assertThat(this.mvc.get().uri("/api/local")).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("[{'id':'a','epoch':5}]");
	}

	private static ProcessInfo on(HubNode node) {
		ProcessInfo process = mock(ProcessInfo.class);
		given(process.node()).willReturn(node);
		return process;
	}

	private static ProcessContext context(String id) {
		ProcessContext context = mock(ProcessContext.class);
		given(context.id()).willReturn(id);
		given(context.epoch()).willReturn(5L);
		return context;
	}

}
