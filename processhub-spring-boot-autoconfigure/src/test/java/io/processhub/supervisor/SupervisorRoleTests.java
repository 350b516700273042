/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.processhub.ProcessRole;
import io.processhub.process.RoleAware;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the roles of the replicas that the supervisor runs.
 */
class SupervisorRoleTests {

	private static final Replica ACTIVE = new Replica(0, ProcessRole.ACTIVE, true);

	private static final Replica PASSIVE = new Replica(1, ProcessRole.PASSIVE, true);

	private final SupervisorFixture fixture = new SupervisorFixture();

	private final List<String> log = new ArrayList<>();

	private @Nullable RuntimeException failure;

	private int made;

	@Test
	void instanceIsToldItsRoleOnceItHasStarted() {
		start(1, 7, PASSIVE, null);
		assertThat(this.log).containsExactly("started", "PASSIVE");
		start(1, 7, PASSIVE, null);
		assertThat(this.log).as("not told again").hasSize(2);
	}

	@Test
	void instanceIsNotToldOfARoleThatIsNotSignalled() {
		start(1, 7, new Replica(1, ProcessRole.PASSIVE, false), null);
		start(2, 7, new Replica(0, ProcessRole.ACTIVE, false), null);
		assertThat(this.log).containsExactly("started");
	}

	@Test
	void passiveInstanceGoesOnAsTheActiveOne() {
		start(1, 7, PASSIVE, null);
		start(2, 7, ACTIVE, null);
		assertThat(this.made).isOne();
		assertThat(this.log).containsExactly("started", "PASSIVE", "ACTIVE");
		assertThat(this.fixture.supervisor.assignment("p")).isEqualTo(new Assignment(2, 7, 0));
		deliver(0, "role");
		assertThat(this.log).endsWith("role ACTIVE 2");
	}

	@Test
	void instanceIsToldBeforeTheNextMessage() {
		start(1, 7, PASSIVE, null);
		this.fixture.supervisor.start(List.of(activation(2, 7, ACTIVE, null)));
		assertThat(this.fixture.supervisor.deliver("p", 0, TestEnvelope.call("role"), true))
			.isEqualTo(DeliveryResult.ACCEPTED);
		this.fixture.workers.runAll();
		assertThat(this.log).containsExactly("started", "PASSIVE", "ACTIVE", "role ACTIVE 2");
	}

	@Test
	void anotherInstanceTakesThePlaceIfAStateWaitsForIt() {
		start(1, 7, PASSIVE, null);
		start(2, 7, ACTIVE, this.fixture.codec.encode("kept"));
		assertThat(this.made).isEqualTo(2);
		assertThat(this.log).containsExactly("started", "PASSIVE", "stopping FENCED", "restore kept", "started",
				"ACTIVE");
	}

	@Test
	void messagesAreForOneReplica() {
		start(1, 7, PASSIVE, null);
		TestEnvelope message = TestEnvelope.call("role");
		assertThat(this.fixture.supervisor.deliver("p", 0, message, true)).isEqualTo(DeliveryResult.ABSENT);
		assertThat(this.fixture.supervisor.deliver("p", 1, message, true)).isEqualTo(DeliveryResult.ACCEPTED);
	}

	@Test
	void messagesThatWaitAreHandledByTheInstanceThatBecomesTheFirst() {
		start(1, 7, PASSIVE, null);
		TestEnvelope message = TestEnvelope.call("role");
		this.fixture.supervisor.deliver("p", 1, message, false);
		this.fixture.supervisor.start(List.of(activation(2, 7, ACTIVE, null)));
		this.fixture.workers.runAll();
		assertThat(this.fixture.displaced).isEmpty();
		assertThat(this.log).containsExactly("started", "PASSIVE", "ACTIVE", "role ACTIVE 2");
	}

	@Test
	void timersGoOnWhenTheInstanceBecomesAnother() {
		start(1, 7, PASSIVE, null);
		deliver(1, "tick");
		this.fixture.advance(Duration.ofSeconds(1));
		this.fixture.supervisor.start(List.of(activation(2, 7, ACTIVE, null)));
		this.fixture.workers.runAll();
		this.fixture.advance(Duration.ofSeconds(1));
		this.fixture.workers.runAll();
		assertThat(this.log.stream().filter("ticked"::equals)).hasSize(2);
	}

	@Test
	void suspendedInstanceLeavesItsMessagesToOthersWhenItBecomesAnother() {
		start(1, 7, ACTIVE, null);
		this.fixture.supervisor.suspend(List.of("p"));
		this.fixture.workers.runAll();
		TestEnvelope message = TestEnvelope.call("role");
		this.fixture.supervisor.deliver("p", 0, message, false);
		start(2, 8, PASSIVE, null);
		assertThat(this.fixture.displaced).containsExactly(message);
	}

	@Test
	void exceptionIsACrash() {
		start(1, 7, PASSIVE, null);
		this.failure = new IllegalStateException("Told to throw");
		start(2, 7, ACTIVE, null);
		this.failure = null;
		this.fixture.advance(Duration.ofSeconds(1));
		this.fixture.workers.runAll();
		assertThat(this.made).isEqualTo(2);
		assertThat(this.log).containsExactly("started", "PASSIVE", "ACTIVE", "started", "ACTIVE");
		assertThat(this.fixture.news).containsExactly("restarted p 2 1");
	}

	private void start(long epoch, long token, Replica replica, byte @Nullable [] state) {
		assertThat(this.fixture.run(this.fixture.supervisor.start(List.of(activation(epoch, token, replica, state)))))
			.isEmpty();
	}

	private Activation activation(long epoch, long token, Replica replica, byte @Nullable [] state) {
		Activation plain = this.fixture.activation("p", epoch, Actor.class, Actor::new, state);
		return new Activation(plain.spec(), plain.type(), epoch, token, state, replica);
	}

	private void deliver(int replica, String message) {
		this.fixture.supervisor.deliver("p", replica, TestEnvelope.call(message), false);
		this.fixture.workers.runAll();
	}

	/**
	 * Notes what it is told.
	 */
	private final class Actor extends Recorder implements RoleAware {

		Actor() {
			super(SupervisorRoleTests.this.log);
			SupervisorRoleTests.this.made++;
		}

		@Override
		public void roleChanged(ProcessRole role) {
			this.log.add(role.name());
			RuntimeException told = SupervisorRoleTests.this.failure;
			if (told != null) {
				throw told;
			}
		}

		@Override
		int count(String text) {
			if (text.equals("tick")) {
				context().scheduleAtFixedRate(Duration.ofSeconds(1), Duration.ofSeconds(1), "ticked");
				return 0;
			}
			this.log.add(text.equals("role") ? "role %s %d".formatted(context().role(), context().epoch()) : text);
			return 0;
		}

	}

}
