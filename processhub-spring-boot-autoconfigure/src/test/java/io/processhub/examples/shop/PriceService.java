/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.examples.shop;

import org.springframework.stereotype.Service;

/**
 * What the baskets of the shop need, and tests of them do without.
 */
@Service
class PriceService implements Prices {

	@Override
	public int of(String article) {
		return article.length();
	}

}
