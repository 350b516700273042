/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test.slice;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application with the beans of {@link SliceBeans}.
 */
@SpringBootApplication
public class SliceApplication {

}
