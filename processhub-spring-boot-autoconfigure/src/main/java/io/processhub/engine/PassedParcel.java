/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

/**
 * What may be passed on from node to node until it is where its process is.
 */
abstract class PassedParcel implements Parcel {

	final Router router;

	final long correlation;

	final String origin;

	private final String processId;

	private final int replica;

	private final long deadline;

	private int hops;

	PassedParcel(Router router, String processId, int replica, long correlation, String origin, long deadline,
			int hops) {
		this.router = router;
		this.processId = processId;
		this.replica = replica;
		this.correlation = correlation;
		this.origin = origin;
		this.deadline = deadline;
		this.hops = hops;
	}

	@Override
	public final String processId() {
		return this.processId;
	}

	@Override
	public final int replica() {
		return this.replica;
	}

	@Override
	public final long deadline() {
		return this.deadline;
	}

	@Override
	public final int hops() {
		return this.hops;
	}

	@Override
	public final void rest() {
		this.hops = 0;
	}

	@Override
	public final void sendTo(String member) {
		this.hops++;
		passOn(member);
	}

	abstract void passOn(String member);

}
