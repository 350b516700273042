/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.autoconfigure;

import java.util.LinkedHashMap;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;

/**
 * The argument of a process in the configuration: anything, so that it is not taken for
 * an unknown property before its class is known. It is bound later, by
 * {@link StaticArguments}, from where it stands.
 *
 * @since 0.1.0
 */
public final class RawArgument extends LinkedHashMap<String, Object> {

	private static final long serialVersionUID = 1L;

	/**
	 * Takes a single value for an argument.
	 */
	@ConfigurationPropertiesBinding
	static final class OfValue implements Converter<Object, RawArgument> {

		@Override
		public RawArgument convert(Object value) {
			return new RawArgument();
		}

	}

}
