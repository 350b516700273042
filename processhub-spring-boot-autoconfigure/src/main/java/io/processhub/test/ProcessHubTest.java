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

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.env.Environment;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * For a test of processes alone: only {@code @HubProcess} beans, hooks and strategies are
 * scanned, and only what hubs need is auto-configured. Regular {@code @Component} and
 * {@code @ConfigurationProperties} beans are not; what processes are made from is to be
 * mocked, imported or enabled.
 * <p>
 * Each hub has one node in memory, which starts in milliseconds and opens no port, with
 * time that stands still unless {@link #time()} says otherwise. The beans
 * {@link ProcessHubTester} and {@link ManualTime} are there for the test. After each test
 * method hubs begin anew.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(ProcessHubTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(ProcessHubTypeExcludeFilter.class)
@AutoConfigureTestProcessHub
@ImportAutoConfiguration
public @interface ProcessHubTest {

	/**
	 * Properties in the form <em>key=value</em> that are added to the
	 * {@link Environment}.
	 * @return the properties
	 */
	String[] properties() default {};

	/**
	 * Whose time the hubs have.
	 * @return by default one that stands still until the test moves it
	 */
	@AliasFor(annotation = AutoConfigureTestProcessHub.class)
	TestTime time() default TestTime.MANUAL;

	/**
	 * Whether the default filters are used: processes, hooks and strategies are scanned.
	 * @return whether they are used
	 * @see #includeFilters()
	 * @see #excludeFilters()
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Filters for beans that are scanned as well.
	 * @return the filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Filters for beans that are not scanned.
	 * @return the filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configuration that is not applied.
	 * @return the classes
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
