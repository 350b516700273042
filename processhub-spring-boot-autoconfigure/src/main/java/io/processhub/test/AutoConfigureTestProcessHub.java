/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Gives a test hubs whose cluster is in memory, in place of a member of a real one: no
 * port is opened. Each hub has one node, and the beans {@link ProcessHubTester} and
 * {@link ManualTime} are there for the test. After each test method hubs begin anew.
 * <p>
 * For tests of a whole application, as with {@code @SpringBootTest};
 * {@link ProcessHubTest @ProcessHubTest} has it already.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@PropertyMapping("processhub-test")
public @interface AutoConfigureTestProcessHub {

	/**
	 * Whose time the hubs have.
	 * @return by default one that stands still until the test moves it
	 */
	TestTime time() default TestTime.MANUAL;

}
