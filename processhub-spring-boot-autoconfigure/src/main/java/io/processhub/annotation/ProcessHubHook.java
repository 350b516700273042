/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

import io.processhub.hook.HookHandler;
import io.processhub.hook.HookKey;

/**
 * Marks a method of a singleton bean that is to be called when something happens in a
 * hub. The method takes the payload of the key, or nothing. For
 * {@link HookKey#CHILD_DATA_ALTER} it takes a {@link io.processhub.hook.ChildDataAlter}
 * and returns one; for all others what it returns is ignored.
 * <p>
 * The same holds as for a {@link HookHandler}: called on a worker thread, one thing after
 * the other, with a second's time; what it throws stops nothing.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface ProcessHubHook {

	/**
	 * When the method is to be called.
	 * @return the key
	 */
	HookKey value();

	/**
	 * The id of the handler, which no other one of the key has. By default the names of
	 * the bean and of the method, with a dot between them.
	 * @return the id
	 */
	String id() default "";

	/**
	 * The priority: handlers of the key with a lower one are called first.
	 * @return the priority
	 */
	int priority() default HookHandler.DEFAULT_PRIORITY;

	/**
	 * The hub. By default all hubs of the application.
	 * @return the hub id; may have placeholders
	 */
	String hub() default "";

}
