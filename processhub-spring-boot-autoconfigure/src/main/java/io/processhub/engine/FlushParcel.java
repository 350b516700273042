/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.processhub.MessageHandlerException;
import io.processhub.ProcessHubException;
import io.processhub.directory.ReplicaId;
import io.processhub.directory.WireFields;
import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;

/**
 * Goes the way of a node's messages to a process, behind them, and comes to nothing where
 * the process is, or wherever it cannot get on. Then its sender is told.
 */
final class FlushParcel extends PassedParcel {

	private FlushParcel(Router router, String processId, int replica, long correlation, String origin, long deadline,
			int hops) {
		super(router, processId, replica, correlation, origin, deadline, hops);
	}

	static FlushParcel readFrom(Router router, String sender, long correlation, WireReader reader) {
		String processId = WireFields.readProcess(reader);
		int replica = reader.readInt();
		if (replica < 0 || replica > ReplicaId.MAX_NUMBER) {
			throw new WireException("There is no replica " + replica);
		}
		int hops = reader.readByte();
		Duration patience = Frame.readPatience(reader);
		String origin = reader.readString();
		return new FlushParcel(router, processId, replica, correlation, origin.isEmpty() ? sender : origin,
				router.deadline((patience.compareTo(Flushes.PATIENCE) < 0) ? patience : Flushes.PATIENCE), hops);
	}

	static byte[] write(String recordId, long correlation, int hops, long millis, String origin) {
		return Frame.begin(Kind.FLUSH, correlation, recordId.length() + origin.length() + 24)
			.writeString(ReplicaId.process(recordId))
			.writeInt(ReplicaId.number(recordId))
			.writeByte(hops)
			.writeLong(millis)
			.writeString(origin)
			.toByteArray();
	}

	/**
	 * Tell the sender that all that it sent before is where the process is, or goes on
	 * from there in order.
	 */
	private void end() {
		this.router.tellFlushed(this.origin, this.correlation, recordId());
	}

	@Override
	public boolean isFlush() {
		return true;
	}

	@Override
	void passOn(String member) {
		if (!this.router.sendFlush(recordId(), member,
				write(recordId(), this.correlation, hops(), this.router.millisUntil(deadline()), this.origin))) {
			end();
		}
	}

	@Override
	public void giveBack(ProcessHubException why) {
		end();
	}

	@Override
	public boolean refuse(ProcessHubException why) {
		end();
		return true;
	}

	@Override
	public Object message() {
		throw new MessageHandlerException(this.router.hub(), processId(), "A flush is not a message");
	}

	@Override
	public boolean isCall() {
		return true;
	}

	@Override
	public void reply(@Nullable Object answer) {
		end();
	}

	@Override
	public void fail(Throwable error) {
		end();
	}

}
