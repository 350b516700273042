/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import io.processhub.MessageHandlerException;
import io.processhub.ProcessHubException;

/**
 * A call made on this node: the message, and the future of its answer.
 */
final class PendingCall extends CallFuture<@Nullable Object> implements Parcel {

	private final Router router;

	private final String processId;

	private final int replica;

	private final Object message;

	private final @Nullable Class<?> answerType;

	private final long deadline;

	private long correlation;

	private volatile @Nullable String member;

	private byte @Nullable [] payload;

	PendingCall(Router router, String processId, int replica, Object message, @Nullable Class<?> answerType,
			long deadline) {
		super(router.workers());
		this.router = router;
		this.processId = processId;
		this.replica = replica;
		this.message = message;
		this.answerType = answerType;
		this.deadline = deadline;
	}

	@Override
	public String processId() {
		return this.processId;
	}

	@Override
	public int replica() {
		return this.replica;
	}

	@Override
	public long deadline() {
		return this.deadline;
	}

	@Override
	public boolean isOver() {
		return isDone();
	}

	@Override
	public boolean isOwn() {
		return true;
	}

	@Override
	public int hops() {
		return 0;
	}

	@Override
	public Object message() {
		return this.message;
	}

	@Override
	public boolean isCall() {
		return true;
	}

	long correlation() {
		return this.correlation;
	}

	void correlation(long correlation) {
		this.correlation = correlation;
	}

	@Nullable String member() {
		return this.member;
	}

	void member(String member) {
		this.member = member;
	}

	/**
	 * Note that the call is on its way to a member no more.
	 * @param member the member
	 * @return whether it was until now
	 */
	synchronized boolean leave(String member) {
		boolean left = member.equals(this.member) && !isDone();
		if (left) {
			this.member = null;
		}
		return left;
	}

	byte[] payload() {
		byte[] bytes = this.payload;
		if (bytes == null) {
			bytes = this.router.payloads().encode(this.processId, "message", this.message);
			this.payload = bytes;
		}
		return bytes;
	}

	@Override
	public void sendTo(String member) {
		this.router.sendCall(this, member);
	}

	@Override
	public void giveBack(ProcessHubException why) {
		fail(why);
	}

	@Override
	public boolean refuse(ProcessHubException why) {
		fail(why);
		return true;
	}

	@Override
	public void reply(@Nullable Object answer) {
		Class<?> type = this.answerType;
		if (type != null && answer != null && type != void.class && !ClassUtils.isAssignableValue(type, answer)) {
			fail(new MessageHandlerException(this.router.hub(), this.processId,
					"Process '%s' in hub '%s' answered %s with %s, not with %s".formatted(this.processId,
							this.router.hub(), this.message.getClass().getName(), answer.getClass().getName(),
							type.getName())));
			return;
		}
		this.router.ended(this);
		complete(answer);
	}

	@Override
	public void fail(Throwable error) {
		ProcessHubException failure = Failures.typed(this.router.hub(), this.processId, error);
		this.router.ended(this);
		completeExceptionally(failure);
	}

}
