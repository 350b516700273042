/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster.hazelcast;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import com.hazelcast.cluster.Address;

/**
 * Finds out on which of some addresses somebody listens, all at once.
 */
final class OpenPorts {

	private OpenPorts() {
	}

	static Set<Address> among(Collection<Address> addresses, Duration timeout) {
		Set<Address> open = new LinkedHashSet<>();
		try (Selector selector = Selector.open()) {
			try {
				for (Address address : addresses) {
					connect(address, selector, open);
				}
				long end = System.nanoTime() + timeout.toNanos();
				for (long left = timeout.toNanos(); !selector.keys().isEmpty()
						&& left > 0; left = end - System.nanoTime()) {
					selector.select((key) -> finish(key, open), Math.max(1, left / 1_000_000));
					selector.selectNow();
				}
			}
			finally {
				for (SelectionKey key : selector.keys()) {
					key.channel().close();
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return open;
	}

	private static void connect(Address address, Selector selector, Set<Address> open) {
		try {
			InetSocketAddress target = address.getInetSocketAddress();
			SocketChannel channel = SocketChannel.open();
			try {
				channel.configureBlocking(false);
				if (channel.connect(target)) {
					open.add(address);
					channel.close();
				}
				else {
					channel.register(selector, SelectionKey.OP_CONNECT, address);
				}
			}
			catch (IOException ex) {
				channel.close();
			}
		}
		catch (IOException ex) {
			// Nobody is there
		}
	}

	private static void finish(SelectionKey key, Set<Address> open) {
		try (SocketChannel channel = (SocketChannel) key.channel()) {
			if (channel.finishConnect()) {
				open.add((Address) key.attachment());
			}
		}
		catch (IOException ex) {
			// Nobody is there
		}
	}

}
