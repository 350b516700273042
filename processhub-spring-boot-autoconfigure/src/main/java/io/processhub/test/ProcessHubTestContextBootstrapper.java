/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Starts the contexts of {@link ProcessHubTest @ProcessHubTest}.
 */
final class ProcessHubTestContextBootstrapper extends TestSliceTestContextBootstrapper<ProcessHubTest> {

}
