/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples.shop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import io.processhub.ProcessInfo;
import io.processhub.ProcessSpec;
import io.processhub.ProcessState;
import io.processhub.StartOptions;
import io.processhub.core.ProcessHubTemplate;
import io.processhub.hook.ProcessRestarted;
import io.processhub.test.ManualTime;
import io.processhub.test.ProcessHubTest;
import io.processhub.test.ProcessHubTester;
import io.processhub.test.TestHubNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.times;

/**
 * Tests of {@link Basket}, with a mock in place of what it needs.
 */
@ProcessHubTest(properties = { "processhub.hubs.default.supervisor.max-restarts=2",
		"processhub.hubs.default.supervisor.restart-window=1m",
		"processhub.hubs.default.supervisor.backoff.initial-delay=10s",
		"processhub.hubs.default.supervisor.backoff.max-delay=10s" })
class BasketTests {

	private static final Duration BACKOFF = Duration.ofSeconds(10);

	@Autowired
	private ProcessHubTemplate hub;

	@Autowired
	private ProcessHubTester tester;

	@Autowired
	private ManualTime time;

	@Autowired
	private Dustbin dustbin;

	@MockitoBean
	private Prices prices;

	@Test
	void sumsUpWhatThePricesSay() {
		given(this.prices.of("tea")).willReturn(3);
		startBasket("anna");
		assertThat(this.hub.<Integer>call("anna", new Put("tea")).join()).isEqualTo(3);
		this.hub.send("anna", new PutSoon("tea"));
		this.tester.awaitQuiet();
		assertThat(this.tester.process("anna", Basket.class).total()).isEqualTo(6);
		then(this.prices).should(times(2)).of("tea");
	}

	@Test
	void isThrownAwayWhenItIsNotTouchedForHalfAnHour() {
		startBasket("anna");
		this.time.advance(Duration.ofMinutes(29));
		this.hub.call("anna", new Put("tea")).join();
		this.time.advance(Basket.LIFETIME.minusMillis(1));
		this.tester.awaitQuiet();
		assertThat(this.hub.contains("anna")).isTrue();
		this.time.advance(Duration.ofMillis(1));
		this.tester.awaitQuiet();
		assertThat(this.hub.contains("anna")).isFalse();
		assertThat(this.dustbin.baskets()).endsWith("anna");
	}

	@Test
	void isEmptyAgainAfterACrashAndThePauseBeforeTheRestart() {
		given(this.prices.of("tea")).willReturn(3);
		given(this.prices.of("gold")).willThrow(new IllegalStateException("The other system is down"));
		startBasket("anna");
		this.hub.call("anna", new Put("tea")).join();
		this.hub.send("anna", new PutSoon("gold"));
		this.tester.awaitQuiet();
		assertThatIllegalStateException().isThrownBy(() -> this.tester.process("anna", Basket.class))
			.withMessageContaining("'anna'")
			.withMessageContaining("is not up");
		this.time.advance(BACKOFF);
		this.tester.awaitQuiet();
		assertThat(this.tester.process("anna", Basket.class).total()).isZero();
		assertThat(basket("anna").instance().restarts()).isOne();
	}

	@Test
	void isGivenUpWhenItCrashesTooOftenInTheWindow() {
		given(this.prices.of("gold")).willThrow(new IllegalStateException("The other system is down"));
		startBasket("anna");
		startBasket("bert");
		for (int i = 0; i < 3; i++) {
			this.hub.send("anna", new PutSoon("gold"));
			this.time.advance(BACKOFF);
		}
		for (int i = 0; i < 3; i++) {
			this.hub.send("bert", new PutSoon("gold"));
			this.time.advance(Duration.ofSeconds(31));
		}
		this.tester.awaitQuiet();
		assertThat(basket("anna").instance().state()).isEqualTo(ProcessState.FAILED);
		assertThat(basket("bert").instance().state()).isEqualTo(ProcessState.RUNNING);
		assertThat(basket("bert").instance().restarts()).isEqualTo(3);
	}

	@Test
	void hookIsToldOfARestart() {
		List<ProcessRestarted> restarts = new CopyOnWriteArrayList<>();
		this.hub.registerHook(ProcessRestarted.class, "test", 100, restarts::add);
		given(this.prices.of(any())).willThrow(new IllegalStateException("The other system is down"));
		startBasket("anna");
		this.hub.send("anna", new PutSoon("gold"));
		this.time.advance(BACKOFF);
		assertThat(restarts).extracting(ProcessRestarted::processId).containsExactly("anna");
	}

	@Test
	void keepsWhatIsInItWhenItMovesToAnotherNodeAndBack() {
		given(this.prices.of("tea")).willReturn(3);
		List<String> ids = IntStream.range(0, 20).mapToObj((number) -> "basket-" + number).toList();
		this.hub.start(ids.stream().map((id) -> ProcessSpec.of(id, "basket")).toList(), StartOptions.defaults()).join();
		ids.forEach((id) -> this.hub.call(id, new Put("tea")).join());
		Map<String, Basket> before = instances(ids);

		TestHubNode second = this.tester.startNode("second");
		List<String> moved = ids.stream().filter((id) -> basket(id).node().name().equals("second")).toList();
		assertThat(moved).isNotEmpty().hasSizeLessThan(20);
		assertThat(second.process(moved.get(0), Basket.class)).isNotSameAs(before.get(moved.get(0)));
		assertThat(instances(ids).values()).extracting(Basket::total).containsOnly(3);
		assertThat(this.hub.<Integer>call(moved.get(0), new Put("tea")).join()).isEqualTo(6);

		second.stop();
		assertThat(ids).allMatch((id) -> basket(id).node().equals(this.hub.localNode()));
		assertThat(this.tester.process(moved.get(0), Basket.class).total()).isEqualTo(6);
	}

	@Test
	void isLostWithItsNodeAndBeginsAnew() {
		given(this.prices.of("tea")).willReturn(3);
		TestHubNode second = this.tester.startNode("second");
		IntStream.range(0, 20).forEach((number) -> startBasket("basket-" + number));
		String id = second.operations().localProcesses().iterator().next().id();
		this.hub.call(id, new Put("tea")).join();
		second.kill();
		assertThat(this.hub.nodes()).containsExactly(this.hub.localNode());
		assertThat(this.tester.process(id, Basket.class).total()).isZero();
	}

	@Test
	void nothingButProcessesAndHooksIsLoaded(@Autowired ApplicationContext context) {
		assertThat(context.getBeansOfType(PriceService.class)).isEmpty();
		assertThat(context.getBeansOfType(Checkout.class)).isEmpty();
		assertThat(context.containsBean("processHubHazelcastInstance")).isFalse();
	}

	private void startBasket(String id) {
		this.hub.start(ProcessSpec.of(id, "basket")).join();
	}

	private ProcessInfo basket(String id) {
		return this.hub.lookup(id).orElseThrow();
	}

	private Map<String, Basket> instances(List<String> ids) {
		return ids.stream().collect(Collectors.toMap((id) -> id, (id) -> this.tester.process(id, Basket.class)));
	}

}
