/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.ArgumentCaptor;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import io.processhub.CallTimeoutException;
import io.processhub.HubNode;
import io.processhub.HubNotRunningException;
import io.processhub.HubPartitionedException;
import io.processhub.InvalidProcessException;
import io.processhub.MailboxFullException;
import io.processhub.MessageHandlerException;
import io.processhub.MessageSerializationException;
import io.processhub.ProcessAlreadyStartedException;
import io.processhub.ProcessCallException;
import io.processhub.ProcessError;
import io.processhub.ProcessHubException;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessInfo;
import io.processhub.ProcessInstance;
import io.processhub.ProcessNotFoundException;
import io.processhub.ProcessReference;
import io.processhub.ProcessRole;
import io.processhub.ProcessSpec;
import io.processhub.ProcessStartException;
import io.processhub.ProcessState;
import io.processhub.ProcessUnavailableException;
import io.processhub.StartFuture;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.StopFuture;
import io.processhub.StopOptions;
import io.processhub.StopResult;
import io.processhub.UnknownProcessTypeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DeviceController} and {@link HubExceptionHandler}.
 */
class DeviceControllerTests {

	private static final HubNode NODE = new HubNode("1", "left");

	private static final StartOptions START_OPTIONS = StartOptions.defaults().withTimeout(Duration.ofSeconds(60));

	private static final StopOptions STOP_OPTIONS = StopOptions.defaults().withTimeout(Duration.ofSeconds(60));

	private final ProcessHubOperations hub = mock(ProcessHubOperations.class);

	private final MockMvcTester mvc;

	DeviceControllerTests() {
		SampleProperties properties = new SampleProperties(Duration.ofSeconds(60),
				new SampleProperties.Device(Duration.ofSeconds(5), 1),
				new SampleProperties.Replay(true, Duration.ofMillis(1)));
		this.mvc = MockMvcTester.of(List.of(new DeviceController(this.hub, properties)),
				(builder) -> builder.setControllerAdvice(new HubExceptionHandler()).build());
	}

	@BeforeEach
	void nameHub() {
		given(this.hub.hubId()).willReturn("default");
	}

	@Test
	@SuppressWarnings("unchecked")
	void startsManyAtOnce() {
		given(this.hub.start(any(), any())).willReturn(started("x-0", "x-1", "x-2"));
		assertThat(this.mvc.post().uri("/api/devices?count=3&prefix=x&kind=indoor&zone=north")).hasStatus(201)
			.bodyJson()
			.isLenientlyEqualTo("{'started':3,'errors':[]}");
		ArgumentCaptor<Collection<ProcessSpec>> specs = ArgumentCaptor.forClass(Collection.class);
		ArgumentCaptor<StartOptions> options = ArgumentCaptor.forClass(StartOptions.class);
		then(this.hub).should().start(specs.capture(), options.capture());
		assertThat(specs.getValue()).extracting(ProcessSpec::id).containsExactly("x-0", "x-1", "x-2");
		assertThat(specs.getValue()).extracting(ProcessSpec::tag).containsOnly("indoor");
		assertThat(specs.getValue()).extracting(ProcessSpec::metadata).containsOnly(Map.of("zone", "north"));
		assertThat(options.getValue()).isEqualTo(START_OPTIONS);
	}

	@Test
	void startsManyOnANode() {
		given(this.hub.start(any(), any())).willReturn(started("x-0", "x-1"));
		assertThat(this.mvc.post().uri("/api/devices?count=2&prefix=x&node=left")).hasStatus(201);
		then(this.hub).should()
			.start(any(), eq(START_OPTIONS.withChildMapping(Map.of("x-0", List.of("left"), "x-1", List.of("left")))));
	}

	@Test
	void startThatIsPartlyDoneSaysWhatIsNot() {
		StartResult result = new StartResult(StartResult.Status.PARTIAL, references("x-0"),
				List.of(new ProcessError("x-1", "left", ProcessError.Reason.ALREADY_STARTED, "It exists")), false);
		given(this.hub.start(any(), any())).willReturn(new StartFuture(CompletableFuture.completedFuture(result)));
		assertThat(this.mvc.post().uri("/api/devices?count=2&prefix=x")).hasStatus(207)
			.bodyJson()
			.isLenientlyEqualTo("""
					{'started':1,'errors':[
						{'id':'x-1','node':'left','reason':'ALREADY_STARTED','message':'It exists'}]}""");
	}

	@Test
	void startsTheListed() {
		given(this.hub.start(any(), any())).willReturn(started("a", "b"));
		assertThat(this.mvc.post()
			.uri("/api/devices")
			.contentType(MediaType.APPLICATION_JSON)
			.content("[{\"id\":\"a\",\"kind\":\"indoor\",\"zone\":\"north\"},{\"id\":\"b\",\"type\":\"toaster\"}]"))
			.hasStatus(201);
		then(this.hub).should()
			.start(List.of(ProcessSpec.of("a", "device").withTag("indoor").withMetadata(Map.of("zone", "north")),
					ProcessSpec.of("b", "toaster")), START_OPTIONS);
	}

	@Test
	void startsOne() {
		given(this.hub.start(any(), any())).willReturn(started("a"));
		assertThat(this.mvc.post().uri("/api/devices/{id}", "a")).hasStatus(201)
			.hasHeader("Location", "http://localhost/api/devices/a")
			.bodyJson()
			.isLenientlyEqualTo("{'id':'a','node':{'id':'1','name':'left'}}");
	}

	@Test
	void refusesCountsOutOfBounds() {
		assertThat(this.mvc.post().uri("/api/devices?count=0")).hasStatus(400);
		assertThat(this.mvc.post().uri("/api/devices?count=1000001")).hasStatus(400);
		assertThat(this.mvc.post().uri("/api/devices?count=many")).hasStatus(400);
		assertThat(this.mvc.post().uri("/api/devices").contentType(MediaType.APPLICATION_JSON).content("[]"))
			.hasStatus(400);
		then(this.hub).shouldHaveNoInteractions();
	}

	@Test
	void listsDevicesInPages() {
		given(this.hub.processes()).willReturn(processes("c", "a", "b", "other"));
		assertThat(this.mvc.get().uri("/api/devices?size=2")).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("{'page':0,'size':2,'total':4,'devices':[{'id':'a'},{'id':'b'}]}");
		assertThat(this.mvc.get().uri("/api/devices?size=2&page=1")).bodyJson()
			.isLenientlyEqualTo("{'page':1,'total':4,'devices':[{'id':'c'},{'id':'other'}]}");
		assertThat(this.mvc.get().uri("/api/devices?prefix=o")).bodyJson()
			.isLenientlyEqualTo("{'total':1,'devices':[{'id':'other'}]}");
		assertThat(this.mvc.get().uri("/api/devices?size=0")).hasStatus(400);
	}

	@Test
	void listsDevicesByTag() {
		given(this.hub.findByTag("indoor")).willReturn(processes("a"));
		assertThat(this.mvc.get().uri("/api/devices?tag=indoor")).bodyJson()
			.isLenientlyEqualTo("{'total':1,'devices':[{'id':'a'}]}");
	}

	@Test
	void looksUpOne() {
		given(this.hub.lookup("a")).willReturn(Optional.of(process("a")));
		assertThat(this.mvc.get().uri("/api/devices/a")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{'id':'a','type':'device','tag':'indoor','metadata':{'zone':'north'},
				'node':{'id':'1','name':'left'},'epoch':4,'state':'RUNNING','restarts':2}""");
		assertThat(this.mvc.get().uri("/api/devices/b")).hasStatus(404)
			.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void calls() {
		given(this.hub.call("a", new Increment(3))).willReturn(CompletableFuture.completedFuture(8L));
		given(this.hub.call("a", new GetState()))
			.willReturn(CompletableFuture.completedFuture(new DeviceState(null, 1, 8, 99.5)));
		assertThat(this.mvc.post().uri("/api/devices/a/increments?amount=3")).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("{'id':'a','value':8}");
		assertThat(this.mvc.get().uri("/api/devices/a/state")).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("{'readings':1,'counter':8,'battery':99.5}");
	}

	@Test
	void passesReadingsOn() {
		given(this.hub.call(any(), any(Reading.class)))
			.willReturn(CompletableFuture.completedFuture(new DeviceState(null, 1, 0, 100)));
		assertThat(postReading("{\"time\":\"2026-01-15T10:00:00\",\"temperature\":20.5,\"humidity\":40}"))
			.hasStatusOk();
		assertThat(postReading("{\"temperature\":20.5,\"humidity\":40}")).hasStatus(400);
		assertThat(postReading("{\"time\":\"noon\",\"temperature\":20.5,\"humidity\":40}")).hasStatus(400);
	}

	@Test
	void stopsOne() {
		given(this.hub.stop(List.of("a"), STOP_OPTIONS)).willReturn(stopped("a"));
		assertThat(this.mvc.delete().uri("/api/devices/a")).hasStatus(204);
	}

	@Test
	void stopsManyByPrefix() {
		given(this.hub.processes()).willReturn(processes("x-1", "x-2", "y"));
		given(this.hub.stop(List.of("x-1", "x-2"), STOP_OPTIONS)).willReturn(stopped("x-1", "x-2"));
		assertThat(this.mvc.delete().uri("/api/devices?prefix=x-")).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("{'stopped':2,'errors':[]}");
		assertThat(this.mvc.delete().uri("/api/devices?prefix=z")).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("{'stopped':0}");
		assertThat(this.mvc.delete().uri("/api/devices")).hasStatus(400);
	}

	@ParameterizedTest
	@MethodSource
	void typedErrorsHaveTheirStatus(ProcessHubException failure, HttpStatus status) {
		given(this.hub.call("a", new GetState())).willReturn(CompletableFuture.failedFuture(failure));
		MvcTestResult result = this.mvc.get().uri("/api/devices/a/state").exchange();
		assertThat(result).hasStatus(status).hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson()
			.extractingPath("$.error")
			.asInstanceOf(InstanceOfAssertFactories.STRING)
			.isEqualTo(failure.getClass().getSimpleName());
		assertThat(result).bodyJson().extractingPath("$.detail").isEqualTo("What to do");
	}

	static List<Arguments> typedErrorsHaveTheirStatus() {
		return List.of(Arguments.of(new ProcessNotFoundException("default", "a", "What to do"), HttpStatus.NOT_FOUND),
				Arguments.of(new ProcessAlreadyStartedException("default", "a", "What to do"), HttpStatus.CONFLICT),
				Arguments.of(new InvalidProcessException("default", "a", "What to do"), HttpStatus.BAD_REQUEST),
				Arguments.of(new UnknownProcessTypeException("default", "a", "What to do"), HttpStatus.BAD_REQUEST),
				Arguments.of(new MessageHandlerException("default", "a", "What to do"), HttpStatus.BAD_REQUEST),
				Arguments.of(new MessageSerializationException("default", "a", "What to do"), HttpStatus.BAD_REQUEST),
				Arguments.of(new ProcessCallException("default", "a", "java.lang.IllegalArgumentException",
						"What to do", null), HttpStatus.UNPROCESSABLE_CONTENT),
				Arguments.of(
						new ProcessCallException("default", "a", "java.lang.ArithmeticException", "What to do", null),
						HttpStatus.INTERNAL_SERVER_ERROR),
				Arguments.of(new ProcessStartException("default", "a", "What to do"), HttpStatus.INTERNAL_SERVER_ERROR),
				Arguments.of(new CallTimeoutException("default", "a", "What to do"), HttpStatus.GATEWAY_TIMEOUT),
				Arguments.of(new ProcessUnavailableException("default", "a", "What to do"),
						HttpStatus.SERVICE_UNAVAILABLE),
				Arguments.of(new HubPartitionedException("default", "a", "What to do"), HttpStatus.SERVICE_UNAVAILABLE),
				Arguments.of(new HubNotRunningException("default", "a", "What to do"), HttpStatus.SERVICE_UNAVAILABLE),
				Arguments.of(new MailboxFullException("default", "a", "What to do"), HttpStatus.SERVICE_UNAVAILABLE));
	}

	@Test
	void errorThrownAtOnceHasItsStatusToo() {
		given(this.hub.start(any(), any())).willThrow(new InvalidProcessException("default", "", "What to do"));
		assertThat(this.mvc.post().uri("/api/devices?count=1")).hasStatus(400);
	}

	private MvcTestResult postReading(String json) {
		return this.mvc.post()
			.uri("/api/devices/a/readings")
			.contentType(MediaType.APPLICATION_JSON)
			.content(json)
			.exchange();
	}

	private static StartFuture started(String... ids) {
		return new StartFuture(CompletableFuture
			.completedFuture(new StartResult(StartResult.Status.STARTED, references(ids), List.of(), false)));
	}

	private static Map<String, Map<HubNode, ProcessReference>> references(String... ids) {
		Map<String, Map<HubNode, ProcessReference>> references = new LinkedHashMap<>();
		for (String id : ids) {
			references.put(id, Map.of(NODE, mock(ProcessReference.class)));
		}
		return references;
	}

	private static StopFuture stopped(String... ids) {
		return new StopFuture(CompletableFuture.completedFuture(new StopResult(Set.of(ids), List.of())));
	}

	private static List<ProcessInfo> processes(String... ids) {
		List<ProcessInfo> processes = new ArrayList<>();
		for (String id : ids) {
			processes.add(process(id));
		}
		return processes;
	}

	private static ProcessInfo process(String id) {
		return new DeviceInfo(id);
	}

	private record DeviceInfo(String id) implements ProcessInfo {

		@Override
		public String type() {
			return "device";
		}

		@Override
		public String tag() {
			return "indoor";
		}

		@Override
		public Map<String, String> metadata() {
			return Map.of("zone", "north");
		}

		@Override
		public ProcessSpec spec() {
			return ProcessSpec.of(this.id, "device");
		}

		@Override
		public List<ProcessInstance> instances() {
			return List.of(new ProcessInstance(NODE, ProcessRole.ACTIVE, 4, ProcessState.RUNNING, 2));
		}

	}

}
