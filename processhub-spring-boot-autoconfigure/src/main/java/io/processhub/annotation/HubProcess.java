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

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

import io.processhub.RestartPolicy;

/**
 * Marks a class as a process type: a prototype bean that processes of a hub are made
 * from, each running process an instance of its own.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
public @interface HubProcess {

	/**
	 * The name of the process type. By default the bean name.
	 * @return the type name
	 */
	@AliasFor(annotation = Component.class)
	String value() default "";

	/**
	 * The id of the hub that the type belongs to. By default the only or primary hub.
	 * @return the hub id
	 */
	String hub() default "";

	/**
	 * The id of a process of this type that is started with the hub. By default none.
	 * @return the process id
	 */
	String id() default "";

	/**
	 * The class of the argument that a process of this type takes. What stands under
	 * {@code argument} of a process in the configuration is bound to it, as properties
	 * are to a {@code @ConfigurationProperties} class: a record or a class with one
	 * constructor by that, others by their setters. It must be serializable, as any
	 * argument. A process that is declared without an argument, in the configuration or
	 * by {@link #id()}, gets one with the defaults of a class that has properties. What
	 * is given to a start at run time is not checked against it.
	 * <p>
	 * By default an argument is taken as it is written: text, numbers included, as a
	 * {@code String}, and the rest as a {@code List} and a {@code Map} of these.
	 * @return the class of the argument
	 */
	Class<?> argument() default Object.class;

	/**
	 * When a process of this type is restarted after it ended.
	 * @return the restart policy
	 */
	RestartPolicy restart() default RestartPolicy.PERMANENT;

	/**
	 * How long a process of this type may take to stop, as a simple ({@code 10s}) or
	 * ISO-8601 duration. By default what the hub says.
	 * @return the shutdown timeout
	 */
	String shutdownTimeout() default "";

	/**
	 * A tag to find processes of this type by. By default none.
	 * @return the tag
	 */
	String tag() default "";

	/**
	 * What an exception out of a handler means.
	 * @return the error policy
	 */
	ErrorPolicy onError() default ErrorPolicy.REPLY;

}
