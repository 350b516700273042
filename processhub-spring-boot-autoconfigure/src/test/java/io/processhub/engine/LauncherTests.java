/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.engine;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.processhub.ProcessAlreadyStartedException;
import io.processhub.ProcessNotFoundException;
import io.processhub.ProcessSpec;
import io.processhub.ProcessUnavailableException;
import io.processhub.StartFuture;
import io.processhub.StartOptions;
import io.processhub.StopFuture;
import io.processhub.StopOptions;
import io.processhub.StopResult;
import io.processhub.cluster.Lane;
import io.processhub.directory.SlotCommand;
import io.processhub.directory.SlotOperation;
import io.processhub.directory.Slots;
import io.processhub.engine.TestCluster.Member;
import io.processhub.engine.TestCluster.Sent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what the caller's node knows when a start has failed.
 */
class LauncherTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final TestCluster cluster = new TestCluster();

	private final Member first = this.cluster.join("m1");

	private final Member second = this.cluster.join("m2");

	@Test
	void whatCouldNotBeStartedIsGoneWhenTheCallerIsTold() {
		String id = this.cluster.idOn(this.second);
		this.cluster.lost.add(Kind.ANSWER);
		StartFuture started = start(id);
		this.cluster.advance(TIMEOUT.dividedBy(2));
		assertThat(this.first.hub.contains(id)).as("its node has said that it runs").isTrue();
		passUntil(started);
		assertUnavailable(started);
		assertThat(this.first.hub.contains(id)).isFalse();
		this.cluster.advance(Duration.ofSeconds(1));
		assertThat(this.second.hub.contains(id)).isFalse();
		assertThat(this.second.parts().supervisor().contains(id)).isFalse();
	}

	@Test
	void lateNewsOfWhatCouldNotBeStartedAreNotBelieved() {
		String id = this.cluster.idOn(this.second);
		this.cluster.lost.addAll(List.of(Kind.ANSWER, Kind.CHANGES));
		StartFuture started = start(id);
		passUntil(started);
		assertUnavailable(started);
		List<Sent> news = this.cluster.sent(Kind.CHANGES);
		assertThat(news).extracting(Sent::from).contains("m2");
		news.forEach((sent) -> this.first.take("m2", Lane.CONTROL, sent.message()));
		assertThat(this.first.hub.contains(id)).isFalse();
	}

	@Test
	void callerIsToldThoughTheDirectoryDoesNotAnswer() {
		this.cluster.heldUp = true;
		StartFuture started = start(this.cluster.idOn(this.second));
		this.cluster.advance(TIMEOUT.plusSeconds(1));
		assertUnavailable(started);
	}

	@Test
	void callerOnTheNodeOfTheProcessIsToldThoughTheDirectoryDoesNotAnswer() {
		String id = startHereInVain();
		assertThat(this.first.hub.contains(id)).isFalse();
	}

	@Test
	void callerOfAStopIsToldThoughTheDirectoryDoesNotAnswer() {
		String id = this.cluster.idOn(this.first);
		this.cluster.await(start(id));
		this.cluster.heldUp = true;
		StopFuture stopped = this.first.hub.stop(List.of(id), StopOptions.defaults().withTimeout(TIMEOUT));
		this.cluster.advance(TIMEOUT);
		assertThat(stopped.isDone()).isTrue();
		assertThatExceptionOfType(ProcessUnavailableException.class).isThrownBy(stopped::join)
			.withMessageContaining("directory");
	}

	@Test
	void whatTheDirectoryClaimsTooLateDoesNotRun() {
		String id = startHereInVain();
		this.cluster.release();
		this.cluster.advance(Duration.ofSeconds(1));
		assertThat(this.cluster.directory()).doesNotContainKey(id);
		assertThat(this.first.hub.contains(id)).isFalse();
		assertThat(this.second.hub.contains(id)).isFalse();
		assertThat(this.first.parts().supervisor().contains(id)).isFalse();
	}

	@Test
	void whatTheDirectoryClaimsAfterItWasTakenBackDoesNotRun() {
		String id = startHereInVain();
		this.cluster.releaseInReverse();
		this.cluster.advance(Duration.ofSeconds(1));
		assertThat(this.cluster.made).as("the user's code does not run for what has failed").isZero();
		assertThat(this.cluster.directory()).doesNotContainKey(id);
		assertThat(this.first.hub.contains(id)).isFalse();
	}

	@Test
	void startThatTimesOutOnItsNodeIsNotRepeated() {
		String id = this.cluster.idOn(this.second);
		this.cluster.heldUp = true;
		StartFuture started = start(id);
		this.cluster.advance(TIMEOUT.multipliedBy(19).dividedBy(20));
		this.cluster.release();
		this.cluster.advance(TIMEOUT.plusSeconds(1));
		assertUnavailable(started);
		assertThat(this.cluster.sent(Kind.START)).hasSize(1);
		assertThat(this.cluster.directory()).doesNotContainKey(id);
		assertThat(this.second.parts().supervisor().contains(id)).isFalse();
	}

	@Test
	void whatWasStoppedElsewhereStartsThoughTheNewsOfItWereLost() {
		String id = this.cluster.idOn(this.second);
		this.cluster.await(start(id));
		this.cluster.lost.add(Kind.CHANGES);
		this.cluster.await(this.second.hub.stop(List.of(id), StopOptions.defaults()));
		assertThat(this.first.hub.contains(id)).as("this node has not heard that it was stopped").isTrue();
		assertThat(this.cluster.await(start(id)).ids()).containsExactly(id);
		assertThat(this.second.parts().supervisor().contains(id)).isTrue();
	}

	@Test
	void whatExistsIsNotStarted() {
		String id = this.cluster.idOn(this.second);
		this.cluster.await(start(id));
		int made = this.cluster.made;
		StartFuture again = start(id);
		this.cluster.run();
		assertThatExceptionOfType(ProcessAlreadyStartedException.class).isThrownBy(again::join);
		assertThat(this.cluster.made).isEqualTo(made);
	}

	@Test
	void stopThatTheDirectoryCarriesOutTwiceHasStopped() {
		String id = this.cluster.idOn(this.second);
		this.cluster.await(start(id));
		this.cluster.commands = (command) -> {
			if (command instanceof SlotCommand.Change change
					&& change.operations().get(0) instanceof SlotOperation.Remove) {
				this.cluster.slots.get(Slots.of(id)).execute(command);
			}
		};
		StopResult stopped = this.cluster.await(this.first.hub.stop(id));
		assertThat(stopped.stopped()).containsExactly(id);
		assertThat(this.second.parts().supervisor().contains(id)).isFalse();
		assertThat(this.first.hub.contains(id)).isFalse();
		assertThat(this.second.hub.contains(id)).isFalse();
		StopFuture again = this.first.hub.stop(id);
		this.cluster.run();
		assertThatExceptionOfType(ProcessNotFoundException.class).isThrownBy(again::join);
	}

	@Test
	void startThatIsRepeatedWaitsUntilThisNodeHasToldTheOtherSideWhatItKnows() {
		String id = this.cluster.idOn(this.second);
		this.cluster.lost.add(Kind.START);
		StartFuture started = start(id);
		this.cluster.run();
		assertThat(this.cluster.sent(Kind.START)).hasSize(1);
		this.cluster.lost.clear();
		this.cluster.heldUp = true;
		this.cluster.renameUnheard(this.first, "m1 on the other side");
		this.cluster.rename(this.second, "m2 on the other side");
		this.cluster.advance(TIMEOUT.dividedBy(5));
		assertThat(this.cluster.sent(Kind.START)).hasSize(1);
		this.cluster.release();
		this.cluster.advance(TIMEOUT.dividedBy(2));
		assertThat(this.cluster.sent(Kind.START)).hasSize(2);
		assertThat(started.join().ids()).containsExactly(id);
	}

	/**
	 * Start a process on the caller's node, and let the time be over before the directory
	 * answers.
	 */
	private String startHereInVain() {
		String id = this.cluster.idOn(this.first);
		this.cluster.heldUp = true;
		StartFuture started = start(id);
		this.cluster.advance(TIMEOUT.plusSeconds(1));
		assertUnavailable(started);
		return id;
	}

	private StartFuture start(String id) {
		return this.first.hub.start(List.of(ProcessSpec.of(id, TestCluster.TYPE)),
				StartOptions.defaults().withTimeout(TIMEOUT));
	}

	private static void assertUnavailable(StartFuture started) {
		assertThat(started.isDone()).isTrue();
		assertThatExceptionOfType(ProcessUnavailableException.class).isThrownBy(started::join);
	}

	/**
	 * Let time pass, and not a single task more than is needed.
	 */
	private void passUntil(StartFuture future) {
		this.cluster.scheduler.advance(TIMEOUT.multipliedBy(2), () -> {
			while (!future.isDone() && this.cluster.executor.runOne()) {
				Thread.onSpinWait();
			}
		});
	}

}
