/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples.shop;

/**
 * Knows what things cost. Another system, say.
 */
interface Prices {

	int of(String article);

}
