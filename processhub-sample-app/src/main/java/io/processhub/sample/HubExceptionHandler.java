/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.sample;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import io.processhub.CallTimeoutException;
import io.processhub.HubNotRunningException;
import io.processhub.HubPartitionedException;
import io.processhub.InvalidProcessException;
import io.processhub.MailboxFullException;
import io.processhub.MessageHandlerException;
import io.processhub.MessageSerializationException;
import io.processhub.MissingChildMappingException;
import io.processhub.ProcessAlreadyStartedException;
import io.processhub.ProcessCallException;
import io.processhub.ProcessHubException;
import io.processhub.ProcessNotFoundException;
import io.processhub.ProcessUnavailableException;
import io.processhub.UnknownProcessTypeException;

/**
 * Turns the exceptions of a hub into problem details with the status that fits.
 */
@RestControllerAdvice
class HubExceptionHandler {

	@ExceptionHandler
	ProblemDetail handle(ProcessHubException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(ex), ex.getMessage());
		problem.setProperty("error", ex.getClass().getSimpleName());
		problem.setProperty("hub", ex.getHub());
		return problem;
	}

	private static HttpStatus status(ProcessHubException ex) {
		if (ex instanceof ProcessNotFoundException) {
			return HttpStatus.NOT_FOUND;
		}
		if (ex instanceof ProcessAlreadyStartedException) {
			return HttpStatus.CONFLICT;
		}
		if (ex instanceof InvalidProcessException || ex instanceof UnknownProcessTypeException
				|| ex instanceof MissingChildMappingException || ex instanceof MessageHandlerException
				|| ex instanceof MessageSerializationException) {
			return HttpStatus.BAD_REQUEST;
		}
		if (ex instanceof ProcessCallException call) {
			return isRejection(call) ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.INTERNAL_SERVER_ERROR;
		}
		if (ex instanceof CallTimeoutException) {
			return HttpStatus.GATEWAY_TIMEOUT;
		}
		if (ex instanceof ProcessUnavailableException || ex instanceof HubPartitionedException
				|| ex instanceof HubNotRunningException || ex instanceof MailboxFullException) {
			return HttpStatus.SERVICE_UNAVAILABLE;
		}
		return HttpStatus.INTERNAL_SERVER_ERROR;
	}

	private static boolean isRejection(ProcessCallException ex) {
		return ex.getExceptionType().equals(IllegalArgumentException.class.getName());
	}

}
