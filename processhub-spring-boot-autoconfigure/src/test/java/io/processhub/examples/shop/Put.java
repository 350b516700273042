/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples.shop;

/**
 * Put something into a basket.
 *
 * @param article what
 */
record Put(String article) {

}
