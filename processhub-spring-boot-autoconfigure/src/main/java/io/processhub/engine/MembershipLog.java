/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.processhub.HubNode;
import io.processhub.hook.StartCause;

/**
 * Logs who joined and who left, with the processes that moved for it: one line once
 * things have settled, however many processes there are.
 */
final class MembershipLog {

	private static final Log logger = LogFactory.getLog(MembershipLog.class);

	/**
	 * How long nothing must have happened.
	 */
	private static final Duration QUIET = Duration.ofSeconds(1);

	/**
	 * When to log what has happened so far.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int MAX_NAMES = 10;

	private final Hub hub;

	private final Set<HubNode> leaving = new LinkedHashSet<>();

	private final Set<HubNode> joined = new LinkedHashSet<>();

	private final Set<HubNode> left = new LinkedHashSet<>();

	private final Set<HubNode> lost = new LinkedHashSet<>();

	private int takenOver;

	private int movedHere;

	private int movedAway;

	private long first;

	private long last;

	private boolean pending;

	private boolean closed;

	MembershipLog(Hub hub) {
		this.hub = hub;
	}

	synchronized void joined(HubNode node) {
		this.leaving.remove(node);
		this.joined.add(node);
		noted();
	}

	/**
	 * A node takes no processes any more.
	 */
	synchronized void leaving(HubNode node) {
		this.leaving.add(node);
		noted();
	}

	/**
	 * A node is not there any more.
	 * @param node the node
	 * @param up whether it took processes until now, and so went without a word
	 */
	synchronized void gone(HubNode node, boolean up) {
		boolean inOrder = this.leaving.remove(node);
		if (inOrder || up) {
			(inOrder ? this.left : this.lost).add(node);
			noted();
		}
	}

	synchronized void started(StartCause cause, int count) {
		if (cause == StartCause.REQUESTED || count == 0) {
			return;
		}
		if (cause == StartCause.TAKEN_OVER) {
			this.takenOver += count;
		}
		else {
			this.movedHere += count;
		}
		noted();
	}

	synchronized void movedAway(int count) {
		if (count > 0) {
			this.movedAway += count;
			noted();
		}
	}

	/**
	 * Log nothing any more: this node leaves, and says so itself.
	 */
	synchronized void close() {
		this.closed = true;
	}

	private void noted() {
		this.last = now();
		if (!this.pending && !this.closed) {
			this.pending = true;
			this.first = this.last;
			lookAfter(QUIET);
		}
	}

	private void lookAfter(Duration delay) {
		this.hub.ports().scheduler().schedule(delay, () -> this.hub.ports().background().execute(this::look));
	}

	private synchronized void look() {
		if (this.closed) {
			return;
		}
		long now = now();
		boolean late = now - this.first >= PATIENCE.toNanos();
		if (!late && now - this.last < QUIET.toNanos()) {
			lookAfter(QUIET.minusNanos(now - this.last));
		}
		else if (!late && !isSettled()) {
			lookAfter(QUIET);
		}
		else {
			log(late ? ", and this is not all yet" : "");
		}
	}

	private boolean isSettled() {
		boolean working = this.hub.news().pending() != News.Redistribution.NONE || this.hub.mover().isMoving();
		return this.leaving.isEmpty() && !(working && this.hub.cluster().quorum());
	}

	private void log(String end) {
		if (logger.isInfoEnabled()) {
			logger.info("Hub '%s' on %s: %s%s".formatted(this.hub.id(), this.hub.localNode().name(), text(), end));
		}
		this.joined.clear();
		this.left.clear();
		this.lost.clear();
		this.takenOver = 0;
		this.movedHere = 0;
		this.movedAway = 0;
		this.pending = false;
	}

	private String text() {
		List<String> nodes = new ArrayList<>();
		add(nodes, this.joined, "joined");
		add(nodes, this.left, "left");
		add(nodes, this.lost, "lost");
		int count = this.hub.cluster().view().nodes().size();
		if (!nodes.isEmpty()) {
			nodes.add(count + ((count == 1) ? " node now" : " nodes now"));
		}
		List<String> moves = new ArrayList<>();
		add(moves, this.takenOver, "taken over");
		add(moves, this.movedHere, "moved here");
		add(moves, this.movedAway, "moved away");
		String processes = moves.isEmpty() ? "no process moved"
				: "processes: %s, in %d ms".formatted(String.join(", ", moves), (this.last - this.first) / 1_000_000);
		return nodes.isEmpty() ? processes : String.join(", ", nodes) + "; " + processes;
	}

	private static void add(List<String> parts, int count, String what) {
		if (count > 0) {
			parts.add(count + " " + what);
		}
	}

	private static void add(List<String> parts, Collection<HubNode> nodes, String what) {
		if (!nodes.isEmpty()) {
			String names = nodes.stream().limit(MAX_NAMES).map(HubNode::name).collect(Collectors.joining(", "));
			int more = nodes.size() - MAX_NAMES;
			parts.add(names + ((more > 0) ? " and %d more".formatted(more) : "") + " " + what);
		}
	}

	private long now() {
		return this.hub.ports().scheduler().nanoTime();
	}

}
