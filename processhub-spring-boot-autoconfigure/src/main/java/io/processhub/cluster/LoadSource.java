/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.cluster;

/**
 * Says what the machine of this node has to do.
 *
 * @since 0.1.0
 */
public interface LoadSource {

	/**
	 * A machine that has nothing to do.
	 */
	LoadSource IDLE = new LoadSource() {

		@Override
		public double cpu() {
			return 0;
		}

		@Override
		public double heap() {
			return 0;
		}

	};

	/**
	 * Return which part of the processors this node uses.
	 * @return from 0 to 1; 0 if it is not known
	 */
	double cpu();

	/**
	 * Return which part of the heap is in use.
	 * @return from 0 to 1
	 */
	double heap();

}
