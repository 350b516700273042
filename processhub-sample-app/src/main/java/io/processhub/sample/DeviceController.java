/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

import io.processhub.HubNode;
import io.processhub.ProcessError;
import io.processhub.ProcessHubOperations;
import io.processhub.ProcessInfo;
import io.processhub.ProcessInstance;
import io.processhub.ProcessNotFoundException;
import io.processhub.ProcessSpec;
import io.processhub.ProcessState;
import io.processhub.StartOptions;
import io.processhub.StartResult;
import io.processhub.StopOptions;

/**
 * Starts, finds, talks to and stops devices, on whichever node they are.
 */
@RestController
@RequestMapping("/api/devices")
class DeviceController {

	private static final int MAX_COUNT = 1_000_000;

	private static final int MAX_PAGE_SIZE = 1000;

	private final ProcessHubOperations hub;

	private final Duration timeout;

	DeviceController(ProcessHubOperations hub, SampleProperties properties) {
		this.hub = hub;
		this.timeout = properties.requestTimeout();
	}

	@PostMapping
	CompletionStage<ResponseEntity<StartReport>> startMany(@RequestParam int count,
			@RequestParam(defaultValue = "device") String prefix, @RequestParam(required = false) @Nullable String kind,
			@RequestParam(required = false) @Nullable String zone,
			@RequestParam(required = false) @Nullable String node) {
		check(count >= 1 && count <= MAX_COUNT, "count must be within 1 and " + MAX_COUNT);
		Map<String, String> metadata = (zone != null) ? Map.of("zone", zone) : Map.of();
		return start(IntStream.range(0, count)
			.mapToObj((number) -> ProcessSpec.of(prefix + "-" + number, DeviceTwin.TYPE)
				.withTag(kind)
				.withMetadata(metadata))
			.toList(), node);
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	CompletionStage<ResponseEntity<StartReport>> startListed(@RequestBody List<NewDevice> devices) {
		check(!devices.isEmpty(), "there must be at least one device");
		return start(devices.stream().map(NewDevice::toSpec).toList(), null);
	}

	private CompletionStage<ResponseEntity<StartReport>> start(List<ProcessSpec> specs, @Nullable String node) {
		long begin = System.nanoTime();
		Map<String, List<String>> mapping = (node != null)
				? specs.stream().collect(Collectors.toMap(ProcessSpec::id, (spec) -> List.of(node))) : Map.of();
		return this.hub.start(specs, StartOptions.defaults().withTimeout(this.timeout).withChildMapping(mapping))
			.toCompletionStage()
			.thenApply((result) -> report(result, millisSince(begin)));
	}

	private ResponseEntity<StartReport> report(StartResult result, long millis) {
		HttpStatus status = (result.status() == StartResult.Status.STARTED) ? HttpStatus.CREATED
				: HttpStatus.MULTI_STATUS;
		return ResponseEntity.status(status).body(new StartReport(result.started().size(), result.errors(), millis));
	}

	@PostMapping("/{id}")
	CompletionStage<ResponseEntity<StartedDevice>> start(@PathVariable String id, UriComponentsBuilder uri) {
		URI location = uri.path("/api/devices/{id}").build(id);
		return this.hub
			.start(List.of(ProcessSpec.of(id, DeviceTwin.TYPE)), StartOptions.defaults().withTimeout(this.timeout))
			.toCompletionStage()
			.thenApply((result) -> ResponseEntity.created(location).body(new StartedDevice(id, result.node())));
	}

	@GetMapping
	DevicePage list(@RequestParam(required = false) @Nullable String tag,
			@RequestParam(defaultValue = "") String prefix, @RequestParam(defaultValue = "0") int page,
			@RequestParam(defaultValue = "50") int size) {
		check(page >= 0, "page must not be negative");
		check(size >= 1 && size <= MAX_PAGE_SIZE, "size must be within 1 and " + MAX_PAGE_SIZE);
		Collection<ProcessInfo> processes = (tag != null) ? this.hub.findByTag(tag) : this.hub.processes();
		List<ProcessInfo> devices = processes.stream()
			.filter((process) -> isDevice(process, prefix))
			.sorted(Comparator.comparing(ProcessInfo::id))
			.toList();
		return new DevicePage(page, size, devices.size(),
				devices.stream().skip((long) page * size).limit(size).map(DeviceView::of).toList());
	}

	@GetMapping("/{id}")
	DeviceView lookup(@PathVariable String id) {
		return this.hub.lookup(id)
			.map(DeviceView::of)
			.orElseThrow(() -> new ProcessNotFoundException(this.hub.hubId(), id,
					"No process '%s' exists in hub '%s'. Start it first.".formatted(id, this.hub.hubId())));
	}

	@PostMapping("/{id}/readings")
	CompletableFuture<DeviceState> read(@PathVariable String id, @RequestBody Reading reading) {
		return this.hub.call(id, reading);
	}

	@PostMapping("/{id}/increments")
	CompletableFuture<Counter> increment(@PathVariable String id, @RequestParam(defaultValue = "1") long amount) {
		return this.hub.<Long>call(id, new Increment(amount)).thenApply((value) -> new Counter(id, value));
	}

	@GetMapping("/{id}/state")
	CompletableFuture<DeviceState> state(@PathVariable String id) {
		return this.hub.call(id, new GetState());
	}

	@DeleteMapping("/{id}")
	CompletionStage<ResponseEntity<Void>> stop(@PathVariable String id) {
		return this.hub.stop(List.of(id), StopOptions.defaults().withTimeout(this.timeout))
			.toCompletionStage()
			.thenApply((result) -> ResponseEntity.noContent().build());
	}

	@DeleteMapping
	CompletionStage<StopReport> stopMany(@RequestParam String prefix) {
		long begin = System.nanoTime();
		List<String> ids = this.hub.processes()
			.stream()
			.filter((process) -> isDevice(process, prefix))
			.map(ProcessInfo::id)
			.toList();
		if (ids.isEmpty()) {
			return CompletableFuture.completedStage(new StopReport(0, List.of(), 0));
		}
		return this.hub.stop(ids, StopOptions.defaults().withTimeout(this.timeout))
			.toCompletionStage()
			.thenApply((result) -> {
				long millis = millisSince(begin);
				return new StopReport(result.stopped().size(), result.errors(), millis);
			});
	}

	private static boolean isDevice(ProcessInfo process, String prefix) {
		return process.type().equals(DeviceTwin.TYPE) && process.id().startsWith(prefix);
	}

	private static long millisSince(long begin) {
		return Duration.ofNanos(System.nanoTime() - begin).toMillis();
	}

	private static void check(boolean condition, String message) {
		if (!condition) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, message);
		}
	}

	/**
	 * A device to start.
	 *
	 * @param id the id of the device
	 * @param type the process type, or {@code null} for a device twin
	 * @param kind the kind of the device, if it has one
	 * @param zone where the device is, if it is known
	 */
	record NewDevice(String id, @Nullable String type, @Nullable String kind, @Nullable String zone) {

		ProcessSpec toSpec() {
			ProcessSpec spec = ProcessSpec.of(this.id, (this.type != null) ? this.type : DeviceTwin.TYPE)
				.withTag(this.kind);
			return (this.zone != null) ? spec.withMetadata(Map.of("zone", this.zone)) : spec;
		}

	}

	/**
	 * What came of a start.
	 *
	 * @param started how many devices were started
	 * @param errors what was not started, and why
	 * @param millis how long it took
	 */
	record StartReport(int started, List<ProcessError> errors, long millis) {

	}

	/**
	 * What came of a stop.
	 *
	 * @param stopped how many devices were stopped
	 * @param errors what was not stopped, and why
	 * @param millis how long it took
	 */
	record StopReport(int stopped, List<ProcessError> errors, long millis) {

	}

	/**
	 * A device that was started.
	 *
	 * @param id the id of the device
	 * @param node where it was started
	 */
	record StartedDevice(String id, HubNode node) {

	}

	/**
	 * The counter of a device.
	 *
	 * @param id the id of the device
	 * @param value the value of its counter
	 */
	record Counter(String id, long value) {

	}

	/**
	 * A page of devices.
	 *
	 * @param page the number of the page, from 0
	 * @param size how many devices a page has at most
	 * @param total how many devices there are on all pages
	 * @param devices the devices of the page
	 */
	record DevicePage(int page, int size, int total, List<DeviceView> devices) {

	}

	/**
	 * A device as the registry of this node knows it.
	 *
	 * @param id the id of the device
	 * @param type the process type
	 * @param tag the kind of the device
	 * @param metadata what else is known of it
	 * @param node where it runs
	 * @param epoch the epoch of its instance
	 * @param state what its instance is doing
	 * @param restarts how often its instance was restarted
	 */
	record DeviceView(String id, String type, @Nullable String tag, Map<String, String> metadata, HubNode node,
			long epoch, ProcessState state, int restarts) {

		static DeviceView of(ProcessInfo process) {
			ProcessInstance instance = process.instance();
			return new DeviceView(process.id(), process.type(), process.tag(), process.metadata(), instance.node(),
					instance.epoch(), instance.state(), instance.restarts());
		}

	}

}
