/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.processhub.CallTimeoutException;
import io.processhub.MailboxFullException;
import io.processhub.ProcessHubException;
import io.processhub.ProcessState;
import io.processhub.ProcessUnavailableException;
import io.processhub.cluster.Lane;
import io.processhub.cluster.Messaging;
import io.processhub.directory.ProcessRecord;
import io.processhub.directory.ReplicaId;
import io.processhub.logging.RateLimitedLog;
import io.processhub.registry.Registry;
import io.processhub.supervisor.ProcessSupervisor;
import io.processhub.time.HubScheduler;
import io.processhub.wire.WireWriter;

/**
 * Brings messages to processes and answers to callers. A message whose process is on the
 * move, or whose node has just died, waits until it is known where the process is.
 */
final class Router {

	private static final Log logger = LogFactory.getLog(Router.class);

	private static final Duration SWEEP_INTERVAL = Duration.ofMillis(20);

	private final Hub hub;

	private final Registry registry;

	private final ProcessSupervisor supervisor;

	private final Messaging messaging;

	private final HubScheduler scheduler;

	private final Payload payloads;

	private final WaitingRoom waiting;

	/**
	 * Where messages wait for those before them that have gone another way.
	 */
	private final WaitingRoom held;

	private final Flushes flushes;

	private final AtomicLong correlations;

	private final Map<Long, PendingCall> pending = new ConcurrentHashMap<>();

	private final RateLimitedLog warnings;

	private final AtomicBoolean sweeping = new AtomicBoolean();

	/**
	 * Grows when members have left, or this one has become another.
	 */
	private volatile int era;

	private final Object membersLock = new Object();

	private Set<String> members = Set.of();

	Router(Hub hub) {
		this.hub = hub;
		this.registry = hub.registry();
		this.supervisor = hub.supervisor();
		this.messaging = hub.ports().messaging();
		this.scheduler = hub.ports().scheduler();
		this.payloads = hub.payloads();
		this.warnings = new RateLimitedLog(logger, this.scheduler::nanoTime);
		// Answers to a hub that ran on this member before must not fit
		this.correlations = new AtomicLong(hub.ports().random().nextLong() >>> 2);
		this.waiting = new WaitingRoom(hub, (parcel) -> attempt(parcel, false, From.WAITING));
		this.held = new WaitingRoom(hub, (parcel) -> attempt(parcel, false, From.HELD));
		this.flushes = new Flushes(hub, this, this::flushed);
	}

	String hub() {
		return this.hub.id();
	}

	Payload payloads() {
		return this.payloads;
	}

	String local() {
		return this.hub.ports().membership().local();
	}

	boolean isMember(String member) {
		return this.hub.ports().membership().members().contains(member);
	}

	Executor workers() {
		return this.hub.ports().workers();
	}

	long millisUntil(long deadline) {
		return Math.max(1, Duration.ofNanos(deadline - this.scheduler.nanoTime()).toMillis());
	}

	long deadline(Duration patience) {
		return this.scheduler.nanoTime() + patience.toNanos();
	}

	/**
	 * Say that a message nobody waits for was dropped.
	 */
	void dropped(String text) {
		this.warnings.warn(() -> text);
	}

	PendingCall call(String id, int replica, Object message, @Nullable Class<?> answerType, Duration timeout) {
		PendingCall call = new PendingCall(this, id, replica, message, answerType,
				this.scheduler.nanoTime() + timeout.toNanos());
		route(call, true);
		if (!call.isDone() && call.correlation() == 0) {
			track(call);
		}
		return call;
	}

	void send(String id, int replica, Object message) {
		send(id, replica, this.payloads.encode(id, "message", message));
	}

	private void send(String id, int replica, byte[] payload) {
		route(new RemoteParcel(this, id, replica, payload, 0, "", deadline(this.hub.settings().callTimeout()), 0, null),
				false);
	}

	/**
	 * Send a message to all instances of a process.
	 */
	void broadcast(String id, Object message) {
		byte[] payload = this.payloads.encode(id, "message", message);
		send(id, 0, payload);
		this.registry.replicas(id).forEach((replica) -> send(id, replica.number(), payload));
	}

	/**
	 * Bring a message to its process, after those that wait for the same process already.
	 * @param parcel the message
	 * @param mayRunHere whether the handler may run on this thread
	 */
	void route(Parcel parcel, boolean mayRunHere) {
		if (this.waiting.join(parcel)) {
			return;
		}
		Attempt attempt = attempt(parcel, mayRunHere, From.SENDER);
		if (attempt != Attempt.DONE) {
			this.waiting.add(parcel, attempt);
		}
	}

	/**
	 * Do something with the messages of an instance of a process, while those that come
	 * wait behind, for it or for whichever there is.
	 * @param record the instance
	 * @param task what is to be done
	 */
	void whileHeld(ProcessRecord record, Runnable task) {
		List<String> ids = (record.number() == 0) ? List.of(record.id()) : List.of(record.process(), record.id());
		ids.forEach(this.waiting::hold);
		try {
			task.run();
		}
		finally {
			ids.forEach((id) -> {
				this.waiting.release(id);
				this.held.wake(id);
			});
		}
	}

	/**
	 * Let a message wait until it is known where its process is.
	 * @param parcel the message
	 */
	void await(Parcel parcel) {
		this.waiting.add(parcel, Attempt.WAIT);
	}

	private Attempt attempt(Parcel parcel, boolean mayRunHere, From from) {
		if (parcel.isOver()) {
			return Attempt.DONE;
		}
		if (this.scheduler.nanoTime() - parcel.deadline() > 0) {
			parcel.fail(timedOut(parcel.processId()));
			return Attempt.DONE;
		}
		if (!this.hub.cluster().quorum()) {
			return parcel.refuse(this.hub.quorum().refusal(parcel.processId())) ? Attempt.DONE : Attempt.WAIT;
		}
		ProcessRecord record = addressee(parcel);
		if (record == null) {
			// A replica that was lost comes back
			return (this.registry.get(parcel.processId()) != null) ? Attempt.WAIT : Attempt.UNKNOWN;
		}
		boolean here = record.node().equals(this.hub.localNode().id())
				|| this.supervisor.isSuspended(parcel.processId(), record.number());
		if (parcel.isOwn()) {
			if (from == From.HELD && this.flushes.isPending(record.id())) {
				return Attempt.WAIT;
			}
			if (from != From.HELD && holdBack(parcel, record)) {
				return Attempt.DONE;
			}
		}
		if (parcel.isFlush() && here && !this.supervisor.isKeeping(parcel.processId(), record.number())) {
			if (this.registry.get(record.id()) != record) {
				return Attempt.WAIT;
			}
			parcel.reply(null);
			return Attempt.DONE;
		}
		if (here) {
			// Behind the messages that are still kept here, if it has just moved
			return deliver(parcel, record, mayRunHere);
		}
		if (record.state() == ProcessState.FAILED) {
			parcel.fail(givenUp(record));
			return Attempt.DONE;
		}
		Cluster cluster = this.hub.cluster();
		String member = cluster.member(record.node());
		if (member == null || !isMember(member)) {
			// What hubs run where is known later than that a member has left
			return Attempt.WAIT;
		}
		if (cluster.isForeign(record.node())) {
			parcel.fail(notUnderstood(record.process(), record.node()));
			return Attempt.DONE;
		}
		if (parcel.hops() >= Parcel.MAX_HOPS) {
			// Nodes do not agree where the process is, but soon will
			parcel.rest();
			return Attempt.WAIT;
		}
		// What was kept here for the process is on its way, or goes on before this
		if (from != From.SENDER && this.waiting.isHeld(parcel.recordId())) {
			return Attempt.WAIT;
		}
		if (from == From.SENDER && this.waiting.join(parcel)) {
			return Attempt.DONE;
		}
		parcel.sendTo(member);
		ProcessRecord after = this.registry.get(record.id());
		if (after != record) {
			// Sent to where it was until now, perhaps after a flush
			this.flushes.moving(record, after);
		}
		return Attempt.DONE;
	}

	/**
	 * Let a message wait if others before it are on their way to where its process was.
	 */
	private boolean holdBack(Parcel parcel, ProcessRecord record) {
		if (this.held.join(parcel)) {
			return true;
		}
		boolean pending = this.flushes.isPending(record.id());
		if (pending) {
			this.held.add(parcel, Attempt.WAIT);
		}
		return pending;
	}

	private @Nullable ProcessRecord addressee(Parcel parcel) {
		ProcessRecord record = this.registry.get(parcel.recordId());
		if (record == null || parcel.replica() != Parcel.ANY_REPLICA) {
			return record;
		}
		return this.hub.replicas().forCall(record);
	}

	private Attempt deliver(Parcel parcel, ProcessRecord record, boolean mayRunHere) {
		switch (this.supervisor.deliver(parcel.processId(), record.number(), parcel, mayRunHere)) {
			case ACCEPTED -> {
				return Attempt.DONE;
			}
			case FULL -> {
				if (parcel.isFlush()) {
					return Attempt.WAIT;
				}
				parcel.fail(new MailboxFullException(hub(), parcel.processId(),
						"The mailbox of process '%s' in hub '%s' is full: it gets messages faster than it handles them"
							.formatted(parcel.processId(), hub())));
				return Attempt.DONE;
			}
			default -> {
				if (record.state() == ProcessState.FAILED) {
					parcel.fail(givenUp(record));
					return Attempt.DONE;
				}
				return Attempt.WAIT;
			}
		}
	}

	private ProcessHubException givenUp(ProcessRecord record) {
		return new ProcessUnavailableException(hub(), record.process(),
				"Process '%s' in hub '%s' was given up after %d restarts. Start it again".formatted(record.process(),
						hub(), record.restarts()));
	}

	void sendCall(PendingCall call, String member) {
		byte[] message;
		track(call);
		try {
			message = RemoteParcel.write(call, 1, millisUntil(call.deadline()), "", call.payload(), call.correlation());
			call.member(member);
			this.messaging.send(member, Lane.MESSAGE, call.processId().hashCode(), message);
		}
		catch (ProcessHubException ex) {
			call.fail(ex);
			return;
		}
		if (!isMember(member)) {
			redeliver(call, member);
		}
	}

	void passOn(RemoteParcel parcel, String member) {
		String origin = parcel.origin().isEmpty() ? local() : parcel.origin();
		long left = millisUntil(parcel.deadline());
		if (parcel.isCall()) {
			tellCaller(origin, parcel.correlation(), member);
		}
		try {
			this.messaging.send(member, Lane.MESSAGE, parcel.processId().hashCode(),
					RemoteParcel.write(parcel, parcel.hops(), left, origin, parcel.payload(), parcel.correlation()));
		}
		catch (ProcessHubException ex) {
			parcel.fail(ex);
		}
	}

	/**
	 * Tell a caller where its call is now.
	 * @param origin the member of the caller
	 * @param correlation the call
	 * @param member the member that has it, or empty if the caller is to look again
	 */
	void tellCaller(String origin, long correlation, String member) {
		WireWriter note = Frame.begin(Kind.PASSED_ON, correlation, 48).writeString(member);
		if (origin.equals(local())) {
			passedOn(origin, Frame.read(note.toByteArray()));
		}
		else {
			sendReply(origin, (int) correlation, note);
		}
	}

	void reply(String member, WireWriter reply) {
		if (member.equals(local())) {
			replied(Frame.read(reply.toByteArray()));
			return;
		}
		sendReply(member, 0, reply);
	}

	private void sendReply(String member, int key, WireWriter reply) {
		try {
			this.messaging.send(member, Lane.REPLY, key, reply.toByteArray());
		}
		catch (ProcessHubException ex) {
			dropped("Hub '%s' dropped an answer: %s".formatted(hub(), ex.getMessage()));
		}
	}

	void delivered(String member, Frame frame, @Nullable Runnable working) {
		route(RemoteParcel.readFrom(this, member, frame.correlation(), frame.body(), working), working != null);
	}

	/**
	 * Send a flush after the messages to a process.
	 * @return whether it is on its way
	 */
	boolean sendFlush(String recordId, String member, byte[] flush) {
		try {
			this.messaging.send(member, Lane.MESSAGE, ReplicaId.process(recordId).hashCode(), flush);
			return true;
		}
		catch (ProcessHubException ex) {
			logger.debug("Hub '" + hub() + "' sent no flush for '" + recordId + "'", ex);
			return false;
		}
	}

	void flush(String member, Frame frame) {
		route(FlushParcel.readFrom(this, member, frame.correlation(), frame.body()), false);
	}

	void tellFlushed(String origin, long correlation, String recordId) {
		if (origin.equals(local())) {
			this.flushes.ended(correlation, recordId);
		}
		else {
			sendReply(origin, (int) correlation,
					Frame.begin(Kind.FLUSHED, correlation, recordId.length() + 4).writeString(recordId));
		}
	}

	private void flushed(String recordId) {
		wake(this.held, recordId);
	}

	void flushed(Frame frame) {
		this.flushes.ended(frame.correlation(), frame.body().readString());
	}

	void passedOn(String sender, Frame frame) {
		String member = frame.body().readString();
		PendingCall call = this.pending.get(frame.correlation());
		if (call == null) {
			return;
		}
		if (member.isEmpty()) {
			redeliver(call, sender);
			return;
		}
		call.member(member);
		if (!isMember(member)) {
			redeliver(call, member);
		}
	}

	void replied(Frame frame) {
		PendingCall call = this.pending.get(frame.correlation());
		if (call == null) {
			return;
		}
		if (frame.body().readBoolean()) {
			try {
				call.reply(this.payloads.decode(call.processId(), "answer", frame.body().readBytes()));
			}
			catch (ProcessHubException ex) {
				call.fail(ex);
			}
		}
		else {
			call.fail(Failures.read(hub(), call.processId(), frame.body()));
		}
	}

	/**
	 * Bring the calls again that were on their way to members that have left, and look
	 * after those that waited for a node.
	 * @param members the members that are there
	 */
	void membersChanged(Collection<String> members) {
		Set<String> present = Set.copyOf(members);
		synchronized (this.membersLock) {
			if (!present.containsAll(this.members)) {
				this.era++;
			}
			this.members = present;
		}
		for (PendingCall call : this.pending.values()) {
			String member = call.member();
			if (member != null && !present.contains(member)) {
				redeliver(call, member);
			}
		}
		this.waiting.wakeAll();
		this.held.wakeAll();
	}

	/**
	 * Fail all calls of this node, for its side of the cluster must not work.
	 */
	void refuseAll() {
		this.pending.values().forEach((call) -> call.fail(this.hub.quorum().refusal(call.processId())));
		this.waiting.wakeAll();
		this.held.wakeAll();
	}

	int era() {
		return this.era;
	}

	/**
	 * Return whether a member that sent a call takes this one for gone by now: then it
	 * has brought the call to another.
	 * @param origin the member that sent it
	 * @param local the member that this one was when the call came
	 * @return whether the call is not to be handled here any more
	 */
	boolean isParted(String origin, String local) {
		return !local.equals(local()) || !isMember(origin);
	}

	private void redeliver(PendingCall call, String member) {
		if (call.leave(member)) {
			this.waiting.add(call, Attempt.WAIT);
		}
	}

	void registryChanging(@Nullable ProcessRecord before, @Nullable ProcessRecord after) {
		this.flushes.moving(before, after);
	}

	void registryChanged(String id) {
		wake(this.waiting, id);
		wake(this.held, id);
	}

	private static void wake(WaitingRoom room, String id) {
		room.wake(id);
		if (ReplicaId.isFurther(id)) {
			room.wake(ReplicaId.process(id));
		}
	}

	void ended(PendingCall call) {
		if (call.correlation() != 0) {
			this.pending.remove(call.correlation());
		}
	}

	private void track(PendingCall call) {
		synchronized (call) {
			if (call.correlation() == 0) {
				call.correlation(this.correlations.incrementAndGet());
				this.pending.put(call.correlation(), call);
			}
		}
		if (call.isDone()) {
			ended(call);
		}
		if (this.sweeping.compareAndSet(false, true)) {
			this.scheduler.schedule(SWEEP_INTERVAL, this::sweep);
		}
	}

	private void sweep() {
		long now = this.scheduler.nanoTime();
		this.pending.forEach((correlation, call) -> {
			if (call.isDone()) {
				this.pending.remove(correlation);
			}
			else if (now - call.deadline() > 0) {
				call.fail(timedOut(call.processId()));
			}
		});
		this.sweeping.set(false);
		if (!this.pending.isEmpty() && this.sweeping.compareAndSet(false, true)) {
			this.scheduler.schedule(SWEEP_INTERVAL, this::sweep);
		}
	}

	ProcessHubException timedOut(String id) {
		ProcessRecord record = this.registry.get(id);
		if (record != null && this.hub.cluster().isWaiting(record)) {
			return new ProcessUnavailableException(hub(), id,
					"Process '%s' in hub '%s' waits for node %s, which is not there. Start that node".formatted(id,
							hub(), String.join(", ", record.spec().nodes())));
		}
		return new CallTimeoutException(hub(), id,
				"Process '%s' in hub '%s' did not answer in time".formatted(id, hub()));
	}

	ProcessHubException notUnderstood(String id, String nodeId) {
		return new ProcessUnavailableException(hub(), id,
				("Process '%s' in hub '%s' is on node %s, which speaks another version of the messages. "
						+ "Let all nodes run the same version of ProcessHub")
					.formatted(id, hub(), this.hub.nodes().node(nodeId)));
	}

	void close(ProcessHubException why) {
		this.waiting.close(why);
		this.held.close(why);
		this.pending.values().forEach((call) -> call.fail(why));
	}

	/**
	 * Where a message comes from that is brought to its process.
	 */
	private enum From {

		/**
		 * Whoever sent it.
		 */
		SENDER,

		/**
		 * It has waited for its process.
		 */
		WAITING,

		/**
		 * It has waited for the messages before it.
		 */
		HELD

	}

	/**
	 * What came of an attempt to bring a message to its process.
	 */
	enum Attempt {

		/**
		 * It is there, or has failed for good.
		 */
		DONE,

		/**
		 * It cannot be brought there just now.
		 */
		WAIT,

		/**
		 * The registry does not know the process.
		 */
		UNKNOWN

	}

}
