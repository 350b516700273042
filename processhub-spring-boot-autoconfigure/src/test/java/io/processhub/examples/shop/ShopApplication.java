/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples.shop;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application whose customers have baskets.
 */
@SpringBootApplication
class ShopApplication {

}
