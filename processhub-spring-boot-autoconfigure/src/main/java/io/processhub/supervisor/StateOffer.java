/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.supervisor;

import io.processhub.cluster.PayloadCodec;
import io.processhub.process.ConflictAware;
import io.processhub.wire.WireException;

/**
 * The message that offers a process the state of another instance of it. It has only
 * fields that every codec can serialize.
 *
 * @param state the serialized state
 * @since 0.1.0
 */
public record StateOffer(byte[] state) {

	OtherState decode(PayloadCodec codec) {
		Object value = (this.state != null) ? codec.decode(this.state) : null;
		if (value == null) {
			throw new WireException("Offer of a state lacks the state");
		}
		return new OtherState(value);
	}

	/**
	 * The offer as it is handled.
	 *
	 * @param value the state
	 */
	record OtherState(Object value) {

		static final MessageHandler HANDLER = new MessageHandler((instance, message, context) -> {
			if (!(instance instanceof ConflictAware<?> aware)) {
				throw new IllegalStateException("Process '%s' of type '%s' is not ConflictAware on this node"
					.formatted(context.id(), context.type()));
			}
			merge(aware, ((OtherState) message).value());
			return null;
		});

		@SuppressWarnings("unchecked")
		private static <S> void merge(ConflictAware<S> aware, Object other) {
			aware.mergeState((S) other);
		}

	}

}
