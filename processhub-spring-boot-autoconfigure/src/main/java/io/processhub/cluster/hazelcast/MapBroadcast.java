/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.hazelcast.core.EntryAdapter;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.replicatedmap.ReplicatedMap;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import io.processhub.ProcessUnavailableException;
import io.processhub.cluster.Broadcast;
import io.processhub.cluster.Lane;
import io.processhub.cluster.Membership;
import io.processhub.cluster.Registration;
import io.processhub.logging.RateLimitedLog;
import io.processhub.wire.WireException;

/**
 * Lays out news in a replicated map. Each member has a few keys, which it uses in turn,
 * and an entry is there for some seconds only: so the map stays small, whatever it is
 * used for. The keys fall to different members, which each bring the entry to all others.
 * <p>
 * An entry is put by a thread of our own, for that blocks until the member that it falls
 * to has it. What has come meanwhile goes into the next one.
 */
final class MapBroadcast implements Broadcast, AutoCloseable {

	private static final Log logger = LogFactory.getLog(MapBroadcast.class);

	/**
	 * How many entries a member has at most. Each is a megabyte, or one large message.
	 */
	private static final int KEYS = 64;

	private static final long LIFETIME_SECONDS = 5;

	private static final int MAX_ENTRY = 1 << 20;

	private static final Outbox.Limits LIMITS = new Outbox.Limits(200_000, 64L << 20);

	private final String hub;

	private final HazelcastInstance instance;

	private final Membership membership;

	private final Executor callbackExecutor;

	private final RateLimitedLog warnings = new RateLimitedLog(logger, System::nanoTime);

	private final ThreadPoolExecutor publisher;

	private final Pile leaving = new Pile();

	private final Pile arriving = new Pile();

	private long entries;

	private volatile @Nullable ReplicatedMap<String, byte[]> map;

	private volatile @Nullable NewsReceiver receiver;

	private volatile boolean closed;

	MapBroadcast(String hub, HazelcastInstance instance, Membership membership, Executor callbackExecutor) {
		this.hub = hub;
		this.instance = instance;
		this.membership = membership;
		this.callbackExecutor = callbackExecutor;
		this.publisher = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (task) -> {
			Thread thread = new Thread(task, "processhub-" + hub + "-news");
			thread.setDaemon(true);
			return thread;
		});
		this.publisher.allowCoreThreadTimeOut(true);
	}

	/**
	 * Return the map, which is made when it is used for the first time, since not all
	 * hubs use one.
	 */
	private ReplicatedMap<String, byte[]> map() {
		ReplicatedMap<String, byte[]> present = this.map;
		if (present == null) {
			HubObjects.configureNews(this.instance.getConfig(), this.hub);
			present = this.instance.getReplicatedMap(HubObjects.news(this.hub));
			this.map = present;
		}
		return present;
	}

	@Override
	public void tell(byte[] news) {
		if (this.closed) {
			return;
		}
		if (!this.leaving.add(news)) {
			throw new ProcessUnavailableException(this.hub, null,
					"Too many news of hub '" + this.hub + "' wait to be laid out");
		}
		work(this.leaving, this.publisher, this::publish);
	}

	/**
	 * Work off a pile, on one thread at a time.
	 */
	private void work(Pile pile, Executor executor, Runnable task) {
		if (pile.begin()) {
			try {
				executor.execute(task);
			}
			catch (RejectedExecutionException ex) {
				pile.leave();
				logger.debug("News of hub '" + this.hub + "' wait, for there is no thread", ex);
			}
		}
	}

	private void publish() {
		for (List<byte[]> news = this.leaving.take(); !news.isEmpty(); news = this.leaving.take()) {
			String member = this.membership.local();
			long number = ++this.entries;
			Batch batch = new Batch(this.hub, member, number, Lane.CONTROL, news);
			try {
				map().put(member + "/" + number % KEYS, batch.toBytes(), LIFETIME_SECONDS, TimeUnit.SECONDS);
				if (logger.isDebugEnabled()) {
					logger.debug("Laid out " + news.size() + " news of hub '" + this.hub + "' for all members");
				}
			}
			catch (HazelcastInstanceNotActiveException ex) {
				logger.debug("News of hub '" + this.hub + "' were not laid out, for the member is closing", ex);
			}
			catch (RuntimeException | Error ex) {
				if (!this.closed) {
					this.warnings.warn(() -> "News of hub '" + this.hub + "' were not laid out for the other nodes",
							ex);
				}
			}
		}
	}

	@Override
	public Registration receive(NewsReceiver handler) {
		Assert.state(this.receiver == null, "There is a handler already");
		ReplicatedMap<String, byte[]> map = map();
		UUID registration = map.addEntryListener(new EntryAdapter<>() {

			@Override
			public void entryAdded(EntryEvent<String, byte[]> event) {
				arrived(event.getValue());
			}

			@Override
			public void entryUpdated(EntryEvent<String, byte[]> event) {
				arrived(event.getValue());
			}

		});
		this.receiver = handler;
		return () -> {
			this.receiver = null;
			try {
				map.removeEntryListener(registration);
			}
			catch (HazelcastInstanceNotActiveException ex) {
				// The listener went with the instance
			}
		};
	}

	/**
	 * Take an entry from a thread of Hazelcast, which must not be held up.
	 */
	private void arrived(@Nullable Object entry) {
		if (!(entry instanceof byte[] bytes)) {
			return;
		}
		if (!this.arriving.add(bytes)) {
			this.warnings.warn(() -> "Dropped news for hub '" + this.hub + "': too many wait");
			return;
		}
		work(this.arriving, this.callbackExecutor, this::deliver);
	}

	private void deliver() {
		for (List<byte[]> entries = this.arriving.take(); !entries.isEmpty(); entries = this.arriving.take()) {
			entries.forEach(this::deliver);
		}
	}

	private void deliver(byte[] entry) {
		try {
			Batch batch = Batch.fromBytes(entry);
			String sender = batch.sender();
			NewsReceiver handler = this.receiver;
			// What comes from another side of the cluster says nothing about this one
			if (handler != null && batch.hub().equals(this.hub) && !sender.equals(this.membership.local())
					&& this.membership.members().contains(sender)) {
				batch.messages().forEach((news) -> handler.receive(sender, news));
			}
		}
		catch (WireException ex) {
			this.warnings.warn(() -> "Ignored a malformed entry of " + entry.length + " bytes in '"
					+ HubObjects.news(this.hub) + "': " + ex.getMessage());
		}
		catch (RuntimeException | Error ex) {
			this.warnings.warn(() -> "Failed to handle news for hub '" + this.hub + "'", ex);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.receiver = null;
		this.publisher.shutdownNow();
	}

	/**
	 * What waits to be worked off, and whether somebody is at it.
	 */
	private static final class Pile {

		private final Queue<byte[]> waiting = new ArrayDeque<>();

		private long bytes;

		private boolean worked;

		synchronized boolean add(byte[] item) {
			if (this.waiting.size() >= LIMITS.messages() || this.bytes + item.length > LIMITS.bytes()) {
				return false;
			}
			this.waiting.add(item);
			this.bytes += item.length;
			return true;
		}

		/**
		 * Return whether the caller is to see to it that the pile is worked off.
		 */
		synchronized boolean begin() {
			boolean begun = !this.worked && !this.waiting.isEmpty();
			this.worked |= begun;
			return begun;
		}

		synchronized void leave() {
			this.worked = false;
		}

		/**
		 * Take as much as fits together, or leave off if there is nothing.
		 */
		synchronized List<byte[]> take() {
			List<byte[]> taken = new ArrayList<>();
			long size = 0;
			for (byte[] next = this.waiting.peek(); next != null
					&& (taken.isEmpty() || size + next.length <= MAX_ENTRY); next = this.waiting.peek()) {
				taken.add(this.waiting.remove());
				size += next.length;
			}
			this.bytes -= size;
			this.worked = !taken.isEmpty();
			return taken;
		}

	}

}
