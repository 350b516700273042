/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.leaks;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;

/**
 * Loads the classes of an application anew: those with some prefix, or all that are not
 * the JDK's.
 */
final class ApplicationClassLoader extends URLClassLoader {

	static {
		registerAsParallelCapable();
	}

	private final String prefix;

	ApplicationClassLoader(String prefix) {
		super(urls(), prefix.isEmpty() ? ClassLoader.getPlatformClassLoader()
				: ApplicationClassLoader.class.getClassLoader());
		this.prefix = prefix;
	}

	private static URL[] urls() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map((path) -> {
			try {
				return new File(path).toURI().toURL();
			}
			catch (MalformedURLException ex) {
				throw new IllegalStateException(ex);
			}
		}).toArray(URL[]::new);
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		if (!name.startsWith(this.prefix)) {
			return super.loadClass(name, resolve);
		}
		synchronized (getClassLoadingLock(name)) {
			Class<?> loaded = findLoadedClass(name);
			if (loaded != null) {
				return loaded;
			}
			try {
				return findClass(name);
			}
			catch (ClassNotFoundException ex) {
				return super.loadClass(name, resolve);
			}
		}
	}

}
