/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.processhub.directory.ProcessRecord;
import io.processhub.directory.ReplicaId;
import io.processhub.logging.ErrorText;
import io.processhub.logging.RateLimitedLog;
import io.processhub.supervisor.LeftState;
import io.processhub.supervisor.StateOffer;

/**
 * Brings the states of instances that have stopped on this node to those that have taken
 * their places, after two sides of the cluster have both run a process.
 */
final class StateMerger {

	private static final Log logger = LogFactory.getLog(StateMerger.class);

	/**
	 * How long it is tried to bring a state to its process, which may be on the move: the
	 * sides have just come together.
	 */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/**
	 * How many states may be on their way at a time.
	 */
	private static final int MAX_UNDER_WAY = 64;

	private final Hub hub;

	private final RateLimitedLog warnings;

	private final Deque<Offer> waiting = new ArrayDeque<>();

	private int underWay;

	StateMerger(Hub hub) {
		this.hub = hub;
		this.warnings = new RateLimitedLog(logger, hub.ports().scheduler()::nanoTime);
	}

	/**
	 * Return whether no state is on its way.
	 */
	synchronized boolean isIdle() {
		return this.underWay == 0;
	}

	/**
	 * Look at all states that are left, once it is known how things are.
	 */
	void review() {
		this.hub.supervisor().leftStates().forEach(this::review);
	}

	/**
	 * Look at the state that an instance has left because another has taken its place.
	 * @param id the process id
	 */
	void review(String id) {
		LeftState left = this.hub.supervisor().leftStates().get(id);
		if (left != null && this.hub.reconciler().mayAct()) {
			review(id, left);
		}
	}

	private void review(String id, LeftState left) {
		ProcessRecord record = this.hub.registry().get(ReplicaId.of(id, left.assignment().replica()));
		if (record != null && record.token() == left.assignment().token()) {
			// It goes on with that state, here, as soon as it is started
			return;
		}
		if (this.hub.supervisor().takeLeftState(id, left) && record != null && left.mergeable()) {
			offer(new Offer(id, left));
		}
	}

	private void offer(Offer offer) {
		synchronized (this) {
			if (this.underWay == MAX_UNDER_WAY) {
				this.waiting.add(offer);
				return;
			}
			this.underWay++;
		}
		serialize(offer);
	}

	private void serialize(Offer offer) {
		this.hub.ports().workers().execute(() -> {
			byte[] state = offer.left().state();
			if (state != null) {
				bring(offer, state);
			}
			else {
				next();
			}
		});
	}

	private void bring(Offer offer, byte[] state) {
		this.hub.router()
			.call(offer.id(), offer.left().assignment().replica(), new StateOffer(state), null, PATIENCE)
			.whenComplete((nothing, failure) -> {
				if (failure != null) {
					this.warnings.warn(() -> ("Hub '%s', process '%s': the state that it had on %s could not be merged "
							+ "into its other instance, and is lost: %s")
						.formatted(this.hub.id(), offer.id(), this.hub.localNode(),
								ErrorText.message(Failures.unwrap(failure))));
				}
				next();
			});
	}

	private void next() {
		Offer next;
		synchronized (this) {
			next = this.waiting.poll();
			if (next == null) {
				this.underWay--;
				return;
			}
		}
		serialize(next);
	}

	/**
	 * A state on its way.
	 *
	 * @param id the process id
	 * @param left the state
	 */
	private record Offer(String id, LeftState left) {

	}

}
