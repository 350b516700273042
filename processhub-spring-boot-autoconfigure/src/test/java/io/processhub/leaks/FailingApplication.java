/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.leaks;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;

import io.processhub.ProcessHubOperations;

/**
 * An application that fails to start: the first time when all of it runs, and once more
 * when a bean cannot be made.
 */
public class FailingApplication implements Runnable {

	@Override
	public void run() {
		fail(FailingLifecycle.class, ApplicationContextException.class);
		fail(FailingBean.class, BeanCreationException.class);
	}

	private static void fail(Class<?> cause, Class<? extends Exception> expected) {
		try {
			ShortLivedApplication.start(cause).close();
		}
		catch (RuntimeException ex) {
			if (expected.isInstance(ex)
					&& "on purpose".equals(NestedExceptionUtils.getMostSpecificCause(ex).getMessage())) {
				return;
			}
			throw ex;
		}
		throw new IllegalStateException("The application did not fail");
	}

	/**
	 * Fails when the hubs have been started.
	 */
	static final class FailingLifecycle implements SmartLifecycle {

		private final ProcessHubOperations hub;

		FailingLifecycle(ProcessHubOperations hub) {
			this.hub = hub;
		}

		@Override
		public void start() {
			if (this.hub.isAlive()) {
				throw new IllegalStateException("on purpose");
			}
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

	/**
	 * Fails when the member of the cluster is there.
	 */
	@Configuration(proxyBeanMethods = false)
	static class FailingBean {

		@Bean
		Object failingBean(ProcessHubOperations hub) {
			throw new IllegalStateException("on purpose");
		}

	}

}
