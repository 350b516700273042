/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

/**
 * Message: ask a device for its {@link DeviceState state}.
 */
record GetState() {
}
