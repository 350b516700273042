/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples.shop;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.processhub.RestartPolicy;
import io.processhub.annotation.HubProcess;
import io.processhub.annotation.OnMessage;
import io.processhub.process.HandoverAware;
import io.processhub.process.ProcessContext;
import io.processhub.process.ProcessLifecycle;
import io.processhub.process.ProcessTimer;

/**
 * The basket of a customer, which is thrown away when it has not been touched for half an
 * hour.
 */
@HubProcess(value = "basket", restart = RestartPolicy.TRANSIENT)
class Basket implements ProcessLifecycle, HandoverAware<Integer> {

	static final Duration LIFETIME = Duration.ofMinutes(30);

	private final Prices prices;

	private int total;

	private @Nullable ProcessContext context;

	private @Nullable ProcessTimer expiry;

	Basket(Prices prices) {
		this.prices = prices;
	}

	@Override
	public void started(ProcessContext context) {
		this.context = context;
		touch();
	}

	private void touch() {
		if (this.expiry != null) {
			this.expiry.cancel();
		}
		if (this.context != null) {
			this.expiry = this.context.scheduleOnce(LIFETIME, new Expire());
		}
	}

	@OnMessage
	int put(Put put) {
		touch();
		this.total += this.prices.of(put.article());
		return this.total;
	}

	@OnMessage
	void put(PutSoon put) {
		put(new Put(put.article()));
	}

	@OnMessage
	void expire(Expire expire) {
		if (this.context != null) {
			this.context.stop();
		}
	}

	int total() {
		return this.total;
	}

	@Override
	public Integer handoverState() {
		return this.total;
	}

	@Override
	public void restoreState(Integer state) {
		this.total = state;
	}

}
