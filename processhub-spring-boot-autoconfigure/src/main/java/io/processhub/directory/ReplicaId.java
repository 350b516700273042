/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.directory;

/**
 * The ids under which the directory keeps the instances of a process: the first has the
 * id of the process, a further replica that id with a mark and its number behind it.
 *
 * @since 0.1.0
 */
public final class ReplicaId {

	/**
	 * The character before the number of a replica, which the id of a process must not
	 * have.
	 */
	public static final char MARK = '\u0001';

	/**
	 * The highest number of a replica, and so the most instances that a process may have.
	 */
	public static final int MAX_NUMBER = 1000;

	/**
	 * How much longer the id of a replica is than that of its process.
	 */
	static final int SUFFIX_LENGTH = 2;

	private ReplicaId() {
	}

	/**
	 * Return the id of a replica.
	 * @param process the process id
	 * @param number the number of the replica, 0 for the first
	 * @return the id
	 */
	public static String of(String process, int number) {
		return (number == 0) ? process : process + MARK + (char) number;
	}

	/**
	 * Return the number of a replica.
	 * @param id the id of the process or of a replica
	 * @return the number, 0 for the first
	 */
	public static int number(String id) {
		return isFurther(id) ? id.charAt(id.length() - 1) : 0;
	}

	/**
	 * Return the process of a replica.
	 * @param id the id of the process or of a replica
	 * @return the process id
	 */
	public static String process(String id) {
		return isFurther(id) ? id.substring(0, id.length() - SUFFIX_LENGTH) : id;
	}

	/**
	 * Return whether an id is that of a replica other than the first.
	 * @param id the id of the process or of a replica
	 * @return whether it has a number
	 */
	public static boolean isFurther(String id) {
		int mark = id.length() - SUFFIX_LENGTH;
		return mark > 0 && id.charAt(mark) == MARK;
	}

}
