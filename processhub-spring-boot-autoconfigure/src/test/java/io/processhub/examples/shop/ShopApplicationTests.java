/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples.shop;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.processhub.ProcessHubOperations;
import io.processhub.test.AutoConfigureTestProcessHub;
import io.processhub.test.ManualTime;
import io.processhub.test.ProcessHubTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the whole shop, but for its cluster.
 */
@SpringBootTest
@AutoConfigureTestProcessHub
class ShopApplicationTests {

	@Autowired
	private Checkout checkout;

	@Autowired
	private ProcessHubOperations hub;

	@Autowired
	private ProcessHubTester tester;

	@Autowired
	private ManualTime time;

	@Test
	void customersHaveBaskets() {
		assertThat(this.checkout.put("anna", "tea")).isEqualTo(3);
		assertThat(this.checkout.put("anna", "coffee")).isEqualTo(9);
		assertThat(this.tester.process("anna", Basket.class).total()).isEqualTo(9);
	}

	@Test
	void basketsOfOtherTestsAreGone() {
		assertThat(this.hub.processes()).isEmpty();
		assertThat(this.checkout.put("anna", "tea")).isEqualTo(3);
		this.time.advance(Duration.ofHours(1));
		this.tester.awaitQuiet();
		assertThat(this.hub.processes()).isEmpty();
		assertThat(this.checkout.put("anna", "coffee")).isEqualTo(6);
	}

}
