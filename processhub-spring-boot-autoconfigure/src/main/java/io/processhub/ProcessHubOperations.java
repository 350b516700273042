/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The operations of a hub. Thread-safe.
 * <p>
 * What says "local memory" answers from the registry that every node has whole: it does
 * not touch the network, and may lag a moment behind the other nodes. What a node has
 * done itself, and awaited, its registry knows.
 *
 * @since 0.1.0
 */
public interface ProcessHubOperations {

	/**
	 * Return the id of the hub.
	 * @return the hub id
	 */
	String hubId();

	/**
	 * Start processes, with the default options.
	 * @param specs what to start
	 * @return the result
	 * @throws InvalidProcessException if an id is empty, too long or given twice
	 * @throws UnknownProcessTypeException if the hub has no such type
	 * @throws MessageSerializationException if an argument cannot be serialized
	 * @throws HubNotRunningException if the hub does not run
	 */
	default StartFuture start(ProcessSpec... specs) {
		return start(Arrays.asList(specs), StartOptions.defaults());
	}

	/**
	 * Start processes. Nothing is started if this throws. When the result is there, this
	 * node knows what was started, and knows no more of what was not.
	 * @param specs what to start
	 * @param options how
	 * @return the result, which fails with a {@link ProcessHubException} if nothing was
	 * started: a {@link ProcessAlreadyStartedException} if an id exists already
	 * @throws InvalidProcessException if an id is empty, too long or given twice, or if
	 * the mapping to nodes does not fit the hub
	 * @throws MissingChildMappingException if the distribution strategy is guided and a
	 * process has no node
	 * @throws UnknownProcessTypeException if the hub has no such type
	 * @throws MessageSerializationException if an argument cannot be serialized
	 * @throws HubNotRunningException if the hub does not run
	 */
	StartFuture start(Collection<ProcessSpec> specs, StartOptions options);

	/**
	 * Stop processes, with the default options.
	 * @param ids the process ids
	 * @return the result
	 * @throws HubNotRunningException if the hub does not run
	 */
	default StopFuture stop(String... ids) {
		return stop(Arrays.asList(ids), StopOptions.defaults());
	}

	/**
	 * Stop processes. Once the result is there, no node starts them again.
	 * @param ids the process ids
	 * @param options how
	 * @return the result, which fails with a {@link ProcessHubException} if nothing was
	 * stopped: a {@link ProcessNotFoundException} if no such process exists
	 * @throws HubNotRunningException if the hub does not run
	 */
	StopFuture stop(Collection<String> ids, StopOptions options);

	/**
	 * Call a process, with the hub's call timeout.
	 * @param <R> the type of the answer
	 * @param id the process id
	 * @param message the message
	 * @return the answer, as {@link #call(String, Object, Class, Duration)} gives it
	 */
	<R> CompletableFuture<R> call(String id, Object message);

	/**
	 * Call a process and get its answer. While the process moves or fails over the call
	 * waits, and is delivered to the next instance. A call that was on its way to a node
	 * that died is delivered to the next instance too.
	 * <p>
	 * If the process is on this node, idle, and known to answer quickly, the message is
	 * handled on the calling thread. A process and its local callers share the objects
	 * that they exchange.
	 * @param <R> the type of the answer
	 * @param id the process id
	 * @param message the message
	 * @param answerType the type of the answer
	 * @param timeout how long to wait for the answer
	 * @return the answer. Fails with {@link ProcessNotFoundException},
	 * {@link ProcessCallException} if the handler threw, {@link CallTimeoutException},
	 * {@link MailboxFullException}, {@link MessageHandlerException},
	 * {@link MessageSerializationException}, {@link ProcessUnavailableException},
	 * {@link HubPartitionedException} or {@link HubNotRunningException}
	 */
	<R> CompletableFuture<R> call(String id, Object message, Class<R> answerType, Duration timeout);

	/**
	 * Send a message to the active instance of a process and forget it. It is delivered
	 * at most once; while the process moves or fails over it waits.
	 * @param id the process id
	 * @param message the message
	 * @throws MessageSerializationException if the message cannot be serialized
	 * @throws HubNotRunningException if the hub does not run
	 */
	void send(String id, Object message);

	/**
	 * Send a message to every instance of a process and forget it.
	 * @param id the process id
	 * @param message the message
	 * @throws MessageSerializationException if the message cannot be serialized
	 * @throws HubNotRunningException if the hub does not run
	 */
	void broadcast(String id, Object message);

	/**
	 * Return what is known of a process. Local memory.
	 * @param id the process id
	 * @return the process, if it exists
	 */
	Optional<ProcessInfo> lookup(String id);

	/**
	 * Return a reference to a process, whether it exists or not. Local memory.
	 * @param id the process id
	 * @return the reference
	 */
	ProcessReference reference(String id);

	/**
	 * Return references to all instances of a process. Local memory.
	 * @param id the process id
	 * @return the references, empty if the process does not exist
	 */
	List<ProcessReference> references(String id);

	/**
	 * Return a proxy whose methods are messages to a process: a {@code void} method
	 * sends, a method that returns a {@link java.util.concurrent.CompletionStage} or a
	 * {@link CompletableFuture} calls, any other calls and waits for the answer.
	 * <p>
	 * If the class of the process implements the interface, the method is invoked on it.
	 * Otherwise the method must have one parameter, which is the message.
	 * @param <T> the type of the interface
	 * @param type the interface
	 * @param id the process id
	 * @return the proxy
	 */
	<T> T proxy(Class<T> type, String id);

	/**
	 * Return all processes of the hub. Local memory.
	 * @return a snapshot of the processes
	 */
	Collection<ProcessInfo> processes();

	/**
	 * Return the processes that are assigned to this node. Local memory.
	 * @return a snapshot of the processes
	 */
	Collection<ProcessInfo> localProcesses();

	/**
	 * Return the processes with a tag. Local memory.
	 * @param tag the tag
	 * @return a snapshot of the processes
	 */
	Collection<ProcessInfo> findByTag(String tag);

	/**
	 * Return the whole registry. Local memory.
	 * @return a snapshot of the processes by id
	 */
	Map<String, ProcessInfo> dump();

	/**
	 * Return whether a process exists. Local memory.
	 * @param id the process id
	 * @return whether it exists
	 */
	boolean contains(String id);

	/**
	 * Return the number of processes of the hub. Local memory.
	 * @return the number of processes
	 */
	int size();

	/**
	 * Replace the metadata of a process, on all nodes.
	 * @param id the process id
	 * @param metadata the string pairs
	 * @return completes once the directory has it; fails with
	 * {@link ProcessNotFoundException} if there is no such process
	 */
	CompletableFuture<Void> updateMetadata(String id, Map<String, String> metadata);

	/**
	 * Return the nodes of the hub, this one included.
	 * @return the nodes, the oldest first
	 */
	default List<HubNode> nodes() {
		return nodes(true);
	}

	/**
	 * Return the nodes of the hub.
	 * @param includeLocal whether this node is to be among them
	 * @return the nodes, the oldest first
	 */
	List<HubNode> nodes(boolean includeLocal);

	/**
	 * Return this node.
	 * @return the local node
	 */
	HubNode localNode();

	/**
	 * Return whether the hub runs on this node.
	 * @return whether it is started and not stopping
	 */
	boolean isAlive();

	/**
	 * Return whether this node is moving processes or taking them over at the moment.
	 * @return whether the hub is locked
	 */
	boolean isLocked();

	/**
	 * Return whether this node is on a side of the cluster without quorum.
	 * @return whether the hub is partitioned
	 */
	boolean isPartitioned();

	/**
	 * Make the hub take the nodes that are there for all that there are: what quorum
	 * strategies remember of others is forgotten, on all nodes. To be used when nodes are
	 * gone for good; while a cluster is split it lets both sides work.
	 * @return completes once every node has been told
	 * @throws HubNotRunningException if the hub does not run on this node
	 */
	CompletableFuture<Void> resetQuorum();

	/**
	 * Move the processes of this hub, on all nodes, to where the distribution strategy
	 * wants them.
	 * @return completes once every node has moved what it had to
	 */
	CompletableFuture<Void> rebalance();

}
