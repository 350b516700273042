/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets containers drop what comes from some addresses, so that a network can be cut in
 * two. Docker has nothing for that, so the rules are made from outside, in the network
 * namespaces of the containers: that takes root on the machine where Docker runs.
 */
final class Firewall {

	private static final String ROOT = "root";

	private Firewall() {
	}

	/**
	 * Look whether rules can be made for a container.
	 * @param pid the process id of the container's program
	 * @return what is in the way, or an empty text if nothing is
	 */
	static String obstacle(int pid) {
		try {
			return run(pid, "-S", "INPUT");
		}
		catch (IOException ex) {
			return ex.getMessage();
		}
	}

	/**
	 * Let a container drop what comes from some addresses.
	 * @param pid the process id of the container's program
	 * @param addresses the addresses
	 */
	static void drop(int pid, List<String> addresses) {
		change(pid, "-A", addresses);
	}

	/**
	 * Let a container take again what comes from some addresses.
	 * @param pid the process id of the container's program
	 * @param addresses the addresses that were dropped
	 */
	static void take(int pid, List<String> addresses) {
		change(pid, "-D", addresses);
	}

	private static void change(int pid, String how, List<String> addresses) {
		try {
			String error = run(pid, how, "INPUT", "-s", String.join(",", addresses), "-j", "DROP");
			if (!error.isEmpty()) {
				throw new IllegalStateException(error);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String run(int pid, String... args) throws IOException {
		List<String> command = new ArrayList<>();
		if (!ROOT.equals(System.getProperty("user.name"))) {
			command.addAll(List.of("sudo", "-n"));
		}
		command.addAll(List.of("nsenter", "-t", String.valueOf(pid), "-n", "iptables", "-w"));
		command.addAll(List.of(args));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			return (process.waitFor() == 0) ? "" : String.join(" ", command) + ": " + output.strip();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
