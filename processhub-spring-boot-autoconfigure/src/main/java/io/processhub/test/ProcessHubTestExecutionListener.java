/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import java.util.function.Consumer;

import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Lets the hubs of a test begin anew after each test method.
 */
final class ProcessHubTestExecutionListener extends AbstractTestExecutionListener {

	/**
	 * After a test the last is the first: before mocks are reset, and contexts closed.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 100;
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		withTester(testContext, ProcessHubTester::prepare);
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		withTester(testContext, ProcessHubTester::reset);
	}

	private static void withTester(TestContext testContext, Consumer<ProcessHubTester> action) {
		if (testContext.hasApplicationContext()) {
			testContext.getApplicationContext().getBeanProvider(ProcessHubTester.class).ifAvailable(action);
		}
	}

}
