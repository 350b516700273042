/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples.shop;

/**
 * Put something into a basket, and do not wait for what it comes to.
 *
 * @param article what
 */
record PutSoon(String article) {

}
