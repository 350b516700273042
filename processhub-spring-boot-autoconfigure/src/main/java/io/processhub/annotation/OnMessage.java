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

/**
 * Marks a method of a {@link HubProcess} as the handler of the messages of its
 * parameter's type. The handler with the most specific type gets the message.
 * <p>
 * The method takes the message, and after it a
 * {@link io.processhub.process.ProcessContext} if it wants to. It may return a value, the
 * answer of a call; nothing; or a {@link java.util.concurrent.CompletionStage} of the
 * answer, in which case the next message waits until it has completed.
 *
 * @since 0.1.0
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnMessage {

}
