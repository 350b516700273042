/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.rmi.RemoteException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that runs a node.
 *
 * @param <A> what can be asked of it
 */
public final class NodeProcess<A extends NodeAgent> {

	private final String name;

	private final String agentName;

	private final Process process;

	private final Path log;

	private volatile A agent;

	private volatile boolean paused;

	private volatile boolean leaving;

	private NodeProcess(String name, String agentName, Process process, Path log) {
		this.name = name;
		this.agentName = agentName;
		this.process = process;
		this.log = log;
	}

	/**
	 * Launch a JVM. It ends when this one does, because its standard input ends.
	 * @param name the name of the node
	 * @param agentName the name of its agent
	 * @param log where its output goes
	 * @param command its command line
	 * @return the node
	 */
	static <A extends NodeAgent> NodeProcess<A> launch(String name, String agentName, Path log, List<String> command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
				.start();
			return new NodeProcess<>(name, agentName, process, log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void found(A found) {
		this.agent = found;
	}

	String agentName() {
		return this.agentName;
	}

	public String name() {
		return this.name;
	}

	/**
	 * Return whether the node takes part: neither ended, nor paused, nor about to end.
	 * @return whether it runs
	 */
	public boolean isRunning() {
		return this.process.isAlive() && !this.paused && !this.leaving;
	}

	/**
	 * Return whether the node can be asked.
	 * @return whether its agent was found
	 */
	public boolean isReady() {
		return this.agent != null;
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	public boolean isPaused() {
		return this.paused;
	}

	public long pid() {
		return this.process.pid();
	}

	/**
	 * Ask the node.
	 * @param <T> the type of the answer
	 * @param question the question
	 * @return the answer
	 */
	public <T> T ask(Question<A, T> question) {
		A asked = this.agent;
		if (asked == null) {
			throw new IllegalStateException(this + " is not ready");
		}
		try {
			return question.ask(asked);
		}
		catch (RemoteException ex) {
			throw new IllegalStateException(this + " cannot be reached", ex);
		}
	}

	/**
	 * Tell the node to do something.
	 * @param order what to do
	 */
	public void tell(Order<A> order) {
		ask((asked) -> {
			order.give(asked);
			return null;
		});
	}

	/**
	 * SIGKILL.
	 */
	public void kill() {
		this.process.destroyForcibly();
	}

	/**
	 * SIGTERM. Not with {@link Process#destroy()}, which closes the standard input too.
	 */
	public void terminate() {
		this.leaving = true;
		signal("TERM");
	}

	/**
	 * SIGSTOP.
	 */
	public void pause() {
		this.paused = true;
		signal("STOP");
	}

	/**
	 * SIGCONT.
	 */
	public void resume() {
		signal("CONT");
		this.paused = false;
	}

	private void signal(String signal) {
		try {
			Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).inheritIO().start();
			if (kill.waitFor() != 0) {
				throw new IllegalStateException("No signal to " + this);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Wait for the end of the JVM.
	 * @param seconds how long
	 * @return whether it has ended
	 */
	public boolean awaitExit(long seconds) {
		try {
			return this.process.waitFor(seconds, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public String toString() {
		return this.name + " (pid " + pid() + (isAlive() ? "" : ", ended") + ", log " + this.log + ")";
	}

	/**
	 * A question to a node.
	 *
	 * @param <A> the type of the agent
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	public interface Question<A, T> {

		T ask(A agent) throws RemoteException;

	}

	/**
	 * Something for a node to do.
	 *
	 * @param <A> the type of the agent
	 */
	@FunctionalInterface
	public interface Order<A> {

		void give(A agent) throws RemoteException;

	}

}
