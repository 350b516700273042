/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.simulation;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.processhub.process.RoleAware;
import io.processhub.ProcessRole;
import io.processhub.process.ConflictAware;
import io.processhub.process.ProcessContext;
import io.processhub.process.ProcessLifecycle;

/**
 * A process that counts its messages, and has what it does written down in the ledger.
 */
final class SimulatedTwin implements ProcessLifecycle, ConflictAware<Long>, RoleAware {

	private final SimulatedMember member;

	private long count;

	private Ledger.@Nullable Entry entry;

	SimulatedTwin(SimulatedMember member) {
		this.member = member;
	}

	@Override
	public void started(ProcessContext context) {
		this.entry = ledger().started(this.member, context, this.count);
	}

	@Override
	public void roleChanged(ProcessRole role) {
		entry().told(role);
	}

	private Ledger ledger() {
		return this.member.cluster().ledger();
	}

	@Nullable Object handle(long message) {
		Ledger.Entry present = entry();
		present.begin(message);
		if (this.member.cluster().handlerFails()) {
			present.end(false);
			present.excuse();
			throw new IllegalStateException("On purpose");
		}
		long delay = this.member.cluster().handlerDelayNanos();
		if (delay == 0) {
			return handled(present);
		}
		CompletableFuture<Long> answer = new CompletableFuture<>();
		this.member.later(delay, () -> answer.complete(handled(present)));
		return answer;
	}

	private Long handled(Ledger.Entry present) {
		this.count++;
		present.end(true);
		return this.count;
	}

	private Ledger.Entry entry() {
		Ledger.Entry present = this.entry;
		if (present == null) {
			ledger().violated("I5", "a message came before the start");
			throw new IllegalStateException("Not started");
		}
		return present;
	}

	@Override
	public Long handoverState() {
		entry().exported();
		return this.count;
	}

	@Override
	public void restoreState(Long state) {
		this.count = state;
	}

	@Override
	public void mergeState(Long other) {
		this.count += other;
		entry().merged(this.count);
	}

	void destroyed() {
		if (this.entry != null) {
			this.entry.stopped();
		}
	}

}
