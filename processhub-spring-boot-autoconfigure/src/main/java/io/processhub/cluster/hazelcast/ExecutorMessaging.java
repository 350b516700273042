/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.core.MemberLeftException;
import com.hazelcast.spi.exception.TargetNotMemberException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.processhub.ProcessUnavailableException;
import io.processhub.cluster.Lane;
import io.processhub.cluster.Membership;
import io.processhub.cluster.Messaging;
import io.processhub.cluster.Registration;

/**
 * Sends messages as tasks of a distributed executor, one for each lane, so that a lane's
 * blocked threads hold up no other lane.
 */
final class ExecutorMessaging implements Messaging, AutoCloseable {

	private static final Log logger = LogFactory.getLog(ExecutorMessaging.class);

	/**
	 * Each uses a thread of the member over there. Where two processors are all there is,
	 * a second one brings nothing but smaller batches.
	 */
	private static final int MESSAGE_OUTBOXES = (Runtime.getRuntime().availableProcessors() > 2) ? 2 : 1;

	private static final Outbox.Limits LIMITS = new Outbox.Limits(200_000, 64L << 20);

	/**
	 * How long what waits may take to be sent when the ports are closed.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	/**
	 * The same for what comes up at last.
	 */
	private static final Duration LAST_PATIENCE = Duration.ofMillis(200);

	private final String hub;

	private final HazelcastInstance instance;

	private final ConcurrentMap<String, Object> userContext;

	private final Membership membership;

	private final Inbox inbox;

	private final ScheduledThreadPoolExecutor timer;

	private final Map<Lane, IExecutorService> executors;

	private final AtomicLong batches = new AtomicLong();

	private final ConcurrentMap<String, Peer> peers = new ConcurrentHashMap<>();

	/**
	 * The members that messages have come from.
	 */
	private final Set<String> senders = ConcurrentHashMap.newKeySet();

	private final Registration membershipRegistration;

	private volatile boolean closed;

	ExecutorMessaging(String hub, HazelcastInstance instance, Membership membership) {
		this.hub = hub;
		this.instance = instance;
		this.membership = membership;
		this.executors = Map.of(Lane.CONTROL, executor(Lane.CONTROL), Lane.MESSAGE, executor(Lane.MESSAGE), Lane.REPLY,
				executor(Lane.REPLY));
		this.timer = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "processhub-" + hub + "-outbox");
			thread.setDaemon(true);
			return thread;
		});
		int threads = instance.getConfig().findExecutorConfig(HubObjects.executor(hub, Lane.MESSAGE)).getPoolSize();
		this.inbox = new Inbox(threads, this.timer, this::isMember, new Courier());
		this.userContext = instance.getUserContext();
		Assert.state(this.userContext.putIfAbsent(HubObjects.inbox(hub), this.inbox) == null,
				() -> "Hub '" + hub + "' is open on this instance already");
		this.membershipRegistration = membership.listen(this::forgetPeers);
	}

	private IExecutorService executor(Lane lane) {
		return this.instance.getExecutorService(HubObjects.executor(this.hub, lane));
	}

	@Override
	public void send(String member, Lane lane, int key, byte[] message) {
		if (lane == Lane.REPLY && this.inbox.keep(member, message)) {
			return;
		}
		Peer peer = peer(member);
		if (peer == null) {
			if (logger.isDebugEnabled()) {
				logger.debug("Dropped a message of hub '" + this.hub + "': member " + member + " is not there");
			}
			return;
		}
		if (!peer.outbox(lane, key).send(key, message)) {
			throw new ProcessUnavailableException(this.hub, null, "Too many messages of hub '" + this.hub
					+ "' wait to be sent to member " + member + "; it does not keep up, so send less or later");
		}
	}

	@Override
	public Registration receive(MessageReceiver handler) {
		return this.inbox.receive(handler);
	}

	private boolean isMember(String name) {
		if (this.senders.contains(name)) {
			return true;
		}
		boolean member = this.membership.members().contains(name);
		if (member) {
			this.senders.add(name);
		}
		return member;
	}

	private @Nullable Peer peer(String member) {
		Peer peer = this.peers.get(member);
		if (peer != null || this.closed) {
			return peer;
		}
		for (Member each : this.instance.getCluster().getMembers()) {
			if (each.getUuid().toString().equals(member)) {
				return this.peers.computeIfAbsent(member, (name) -> new Peer(name, each));
			}
		}
		return null;
	}

	private void forgetPeers() {
		List<String> members = this.membership.members();
		this.senders.retainAll(members);
		this.peers.values().removeIf((peer) -> {
			boolean gone = !members.contains(peer.name);
			if (gone) {
				peer.close();
			}
			return gone;
		});
	}

	/**
	 * Send what waits, and no more. A call that this node has passed on is with nobody
	 * else, and its caller has been told so.
	 */
	@Override
	public void close() {
		drain(PATIENCE);
		this.userContext.remove(HubObjects.inbox(this.hub), this.inbox);
		// What came in meanwhile may have been passed on, too
		drain(LAST_PATIENCE);
		this.closed = true;
		this.membershipRegistration.close();
		this.timer.shutdownNow();
		this.peers.values().forEach(Peer::close);
		this.peers.clear();
	}

	private void drain(Duration patience) {
		long deadline = System.nanoTime() + patience.toNanos();
		boolean interrupted = false;
		while (!interrupted && System.nanoTime() - deadline < 0
				&& !this.peers.values().stream().allMatch(Peer::isIdle)) {
			try {
				Thread.sleep(1);
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Sends for the inbox.
	 */
	private final class Courier implements Inbox.Sender {

		@Override
		public void reply(String member, byte[] reply) {
			try {
				send(member, Lane.REPLY, 0, reply);
			}
			catch (ProcessUnavailableException ex) {
				logger.debug("Dropped a reply of hub '" + ExecutorMessaging.this.hub + "'", ex);
			}
		}

		@Override
		public void confirm(String member, long number) {
			Peer peer = peer(member);
			if (peer != null) {
				peer.confirm(number);
			}
		}

		@Override
		public void delivered(String member, long number) {
			Peer peer = ExecutorMessaging.this.peers.get(member);
			if (peer != null) {
				peer.delivered(number);
			}
		}

	}

	/**
	 * Another member, and what waits for it. Messages are spread over outboxes by their
	 * keys, so that they use as many threads over there; but each more makes smaller
	 * batches, so there are few.
	 */
	private final class Peer {

		private final String name;

		private final Member member;

		private final Outbox control = outbox(Lane.CONTROL);

		private final Outbox reply = outbox(Lane.REPLY);

		private final Outbox[] messages = new Outbox[MESSAGE_OUTBOXES];

		/**
		 * What to do when a batch on its way has been delivered, by its number.
		 */
		private final ConcurrentMap<Long, Runnable> underWay = new ConcurrentHashMap<>();

		private final AtomicBoolean failing = new AtomicBoolean();

		Peer(String name, Member member) {
			this.name = name;
			this.member = member;
			for (int i = 0; i < this.messages.length; i++) {
				this.messages[i] = outbox(Lane.MESSAGE);
			}
		}

		private Outbox outbox(Lane lane) {
			return new Outbox(LIMITS, (messages, returned) -> ship(lane, messages, returned),
					ExecutorMessaging.this.timer);
		}

		Outbox outbox(Lane lane, int key) {
			return switch (lane) {
				case CONTROL -> this.control;
				case REPLY -> this.reply;
				case MESSAGE -> this.messages[Math.floorMod(key, MESSAGE_OUTBOXES)];
			};
		}

		boolean isIdle() {
			return outboxes().allMatch(Outbox::isIdle);
		}

		void close() {
			outboxes().forEach(Outbox::close);
		}

		private Stream<Outbox> outboxes() {
			return Stream.concat(Stream.of(this.control, this.reply), Arrays.stream(this.messages));
		}

		private boolean ship(Lane lane, List<Outbox.Message> messages, Runnable returned) {
			ExecutorMessaging messaging = ExecutorMessaging.this;
			if (messaging.inbox.isTakingReplies()) {
				return shipLater(lane, messages, returned);
			}
			long number = messaging.batches.incrementAndGet();
			this.underWay.put(number, returned);
			try {
				Batch batch = new Batch(messaging.hub, messaging.membership.local(), number, lane,
						messages.stream().map(Outbox.Message::bytes).toList());
				submit(lane, new BatchTask(batch.toBytes())).whenCompleteAsync(
						(replies, failure) -> returned(messages.size(), number, replies, failure), Runnable::run);
				return true;
			}
			catch (IllegalThreadStateException ex) {
				this.underWay.remove(number);
				return shipLater(lane, messages, returned);
			}
			catch (RuntimeException ex) {
				this.underWay.remove(number);
				failed(messages.size(), ex);
				return false;
			}
		}

		/**
		 * Tell the member that a batch from it was delivered.
		 */
		void confirm(long number) {
			ExecutorMessaging messaging = ExecutorMessaging.this;
			try {
				submit(Lane.REPLY,
						new BatchTask(Batch.delivered(messaging.hub, messaging.membership.local(), number).toBytes()));
			}
			catch (RuntimeException ex) {
				logger.debug("Member " + this.name + " was not told that a batch was delivered", ex);
			}
		}

		void delivered(long number) {
			Runnable returned = this.underWay.remove(number);
			if (returned != null) {
				returned.run();
			}
		}

		/**
		 * Send from a thread of our own, for Hazelcast forbids it on some of its threads.
		 */
		private boolean shipLater(Lane lane, List<Outbox.Message> messages, Runnable returned) {
			try {
				ExecutorMessaging.this.timer.execute(() -> {
					if (!ship(lane, messages, returned)) {
						returned.run();
					}
				});
				return true;
			}
			catch (RejectedExecutionException ex) {
				return false;
			}
		}

		@SuppressWarnings("unchecked")
		private CompletionStage<byte @Nullable []> submit(Lane lane, BatchTask task) {
			IExecutorService executor = Objects.requireNonNull(ExecutorMessaging.this.executors.get(lane));
			// The callback of Hazelcast's own method costs one more change of threads
			return (CompletionStage<byte @Nullable []>) executor.submitToMember(task, this.member);
		}

		private void returned(int count, long number, byte @Nullable [] replies, @Nullable Throwable failure) {
			if (failure != null) {
				failed(count, failure);
			}
			else {
				this.failing.set(false);
			}
			delivered(number);
			if (replies != null) {
				ExecutorMessaging.this.inbox.takeReplies(this.name, replies);
			}
		}

		/**
		 * Return whether the member could not find the class of what was sent to it.
		 */
		private static boolean isStranger(Throwable failure) {
			Throwable cause = failure;
			for (int i = 0; i < 10 && cause != null; i++) {
				if (cause instanceof ClassNotFoundException) {
					return String.valueOf(cause.getMessage()).contains(BatchTask.class.getName());
				}
				cause = cause.getCause();
			}
			return false;
		}

		private void failed(int count, Throwable failure) {
			String text = "Failed to send " + count + " messages of hub '" + ExecutorMessaging.this.hub + "' to member "
					+ this.name;
			boolean leaving = failure instanceof MemberLeftException || failure instanceof TargetNotMemberException
					|| failure instanceof HazelcastInstanceNotActiveException || ExecutorMessaging.this.closed;
			boolean stranger = isStranger(failure);
			if (leaving || (stranger && this.member.isLiteMember()) || !this.failing.compareAndSet(false, true)) {
				logger.debug(text, failure);
			}
			else if (stranger) {
				logger
					.error(("Member %s is in the cluster but does not have ProcessHub on its class path. While it holds "
							+ "a part of the directory of hub '%s', the processes of that part can neither be started nor "
							+ "stopped nor moved, and two sides of a split cannot be merged. Add the library there, make it "
							+ "a lite member, or give the hubs a cluster of their own")
						.formatted(ExecutorMessaging.this.membership.address(this.name), ExecutorMessaging.this.hub));
			}
			else {
				logger.warn(text + ((failure instanceof RejectedExecutionException) ? ": too many wait there" : ""),
						failure);
			}
		}

	}

}
