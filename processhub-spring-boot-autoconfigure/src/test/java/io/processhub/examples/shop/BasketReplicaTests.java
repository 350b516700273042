/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples.shop;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import io.processhub.ProcessHubOperations;
import io.processhub.ProcessRole;
import io.processhub.ProcessSpec;
import io.processhub.test.ProcessHubTest;
import io.processhub.test.ProcessHubTester;
import io.processhub.test.TestHubNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests of {@link Basket} in a hub with replicas: with a second node there is a passive
 * instance, which takes the place of the active one when its node dies.
 */
@ProcessHubTest(properties = { "processhub.hubs.default.redundancy.strategy=replication",
		"processhub.hubs.default.redundancy.replication-model=active-passive" })
class BasketReplicaTests {

	@Autowired
	private ProcessHubOperations hub;

	@Autowired
	private ProcessHubTester tester;

	@MockitoBean
	private Prices prices;

	@Test
	void aloneThereIsOneInstance() {
		this.hub.start(ProcessSpec.of("anna", "basket")).join();
		assertThat(this.hub.lookup("anna").orElseThrow().instances()).hasSize(1);
	}

	@Test
	void passiveInstanceBecomesActiveWithoutARestart() {
		given(this.prices.of("tea")).willReturn(3);
		TestHubNode second = this.tester.startNode("second");
		String id = startBasketOn(second);
		this.tester.awaitQuiet();
		assertThat(this.hub.lookup(id).orElseThrow().instances()).extracting("role")
			.containsExactly(ProcessRole.ACTIVE, ProcessRole.PASSIVE);
		this.hub.broadcast(id, new PutSoon("tea"));
		this.tester.awaitQuiet();
		Basket active = this.tester.process(id, Basket.class);
		assertThat(active).isSameAs(second.process(id, Basket.class));
		second.kill();
		assertThat(this.tester.process(id, Basket.class)).isNotSameAs(active);
		assertThat(this.tester.process(id, Basket.class).total()).isEqualTo(3);
		assertThat(this.hub.lookup(id).orElseThrow().instance().role()).isEqualTo(ProcessRole.ACTIVE);
	}

	private String startBasketOn(TestHubNode node) {
		for (int i = 0;; i++) {
			String id = "basket-" + i;
			if (this.hub.start(ProcessSpec.of(id, "basket")).join().node().name().equals(node.name())) {
				return id;
			}
		}
	}

}
