/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.benchmark.soak.node;

/**
 * A message that the process enters into the ledger.
 *
 * @param message the number of the message
 */
record Touch(long message) {

}
