/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples.shop;

/**
 * Nobody has touched a basket for long.
 */
record Expire() {

}
