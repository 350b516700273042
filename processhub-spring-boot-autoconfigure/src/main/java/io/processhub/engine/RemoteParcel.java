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
import io.processhub.logging.ErrorText;
import io.processhub.wire.WireException;
import io.processhub.wire.WireReader;
import io.processhub.wire.WireWriter;

/**
 * A message in its serialized form: one that another node sent, or a message without
 * answer that this node sends.
 */
final class RemoteParcel extends PassedParcel {

	private final byte[] payload;

	private final int era;

	private final String local;

	private final @Nullable Runnable working;

	RemoteParcel(Router router, String processId, int replica, byte[] payload, long correlation, String origin,
			long deadline, int hops, @Nullable Runnable working) {
		super(router, processId, replica, correlation, origin, deadline, hops);
		this.payload = payload;
		this.working = working;
		this.era = router.era();
		this.local = router.local();
	}

	static RemoteParcel readFrom(Router router, String sender, long correlation, WireReader reader,
			@Nullable Runnable working) {
		String processId = WireFields.readProcess(reader);
		int replica = reader.readInt() - 1;
		if (replica < ANY_REPLICA || replica > ReplicaId.MAX_NUMBER) {
			throw new WireException("There is no replica " + replica);
		}
		int hops = reader.readByte();
		Duration patience = Frame.readPatience(reader);
		String origin = reader.readString();
		byte[] payload = reader.readBytes();
		if (payload.length > Payload.MAX_SIZE) {
			throw new WireException("Payload of " + payload.length + " bytes is too large");
		}
		return new RemoteParcel(router, processId, replica, payload, correlation, origin.isEmpty() ? sender : origin,
				router.deadline(patience), hops, working);
	}

	static byte[] write(Parcel parcel, int hops, long millis, String origin, byte[] payload, long correlation) {
		WireWriter writer = Frame.begin(Kind.DELIVER, correlation, parcel.processId().length() + payload.length + 52);
		writer.writeString(parcel.processId()).writeInt(parcel.replica() + 1).writeByte(hops);
		writer.writeLong(millis).writeString(origin).writeBytes(payload);
		return writer.toByteArray();
	}

	@Override
	public boolean isOwn() {
		return this.origin.isEmpty();
	}

	byte[] payload() {
		return this.payload;
	}

	long correlation() {
		return this.correlation;
	}

	String origin() {
		return this.origin;
	}

	@Override
	void passOn(String member) {
		this.router.passOn(this, member);
	}

	@Override
	public void giveBack(ProcessHubException why) {
		if (isCall()) {
			this.router.tellCaller(this.origin, this.correlation, "");
		}
		else {
			fail(why);
		}
	}

	@Override
	public boolean refuse(ProcessHubException why) {
		if (this.origin.isEmpty()) {
			fail(why);
			return true;
		}
		if (isCall()) {
			giveBack(why);
			return true;
		}
		return false;
	}

	@Override
	public Object message() {
		if (this.working != null) {
			this.working.run();
		}
		Object message = this.router.payloads().decode(processId(), "message", this.payload);
		if (message == null) {
			throw new MessageHandlerException(this.router.hub(), processId(), "A message must not be null");
		}
		return message;
	}

	@Override
	public boolean isCall() {
		return this.correlation != 0;
	}

	@Override
	public boolean isVoid() {
		return isCall() && this.era != this.router.era() && this.router.isParted(this.origin, this.local);
	}

	@Override
	public void reply(@Nullable Object answer) {
		byte[] bytes;
		try {
			bytes = this.router.payloads().encode(processId(), "answer", answer);
		}
		catch (ProcessHubException ex) {
			fail(ex);
			return;
		}
		this.router.reply(this.origin,
				Frame.begin(Kind.REPLY, this.correlation, bytes.length + 8).writeBoolean(true).writeBytes(bytes));
	}

	@Override
	public void fail(Throwable error) {
		ProcessHubException failure = Failures.typed(this.router.hub(), processId(), error);
		if (!isCall()) {
			this.router.dropped("Message to process '%s' of hub '%s' was dropped: %s".formatted(processId(),
					this.router.hub(), ErrorText.message(failure)));
			return;
		}
		WireWriter writer = Frame.begin(Kind.REPLY, this.correlation, 256).writeBoolean(false);
		Failures.write(failure, writer);
		this.router.reply(this.origin, writer);
	}

}
