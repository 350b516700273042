/*
 * Copyright 2026 the ProcessHub authors
 * SPDX-License-Identifier: Apache-2.0
 */

package io.processhub.test.slice;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.stereotype.Service;

import io.processhub.annotation.HubProcess;
import io.processhub.annotation.ProcessHubHook;
import io.processhub.hook.ChildDataAlter;
import io.processhub.hook.ChildDataAlterer;
import io.processhub.hook.HookHandler;
import io.processhub.hook.HookKey;
import io.processhub.hook.PostClusterJoin;
import io.processhub.strategy.DistributionStrategy;
import io.processhub.strategy.StrategyContext;
import io.processhub.strategy.StrategyFactory;
import io.processhub.strategy.distribution.ConsistentHashing;

/**
 * One bean of each kind.
 */
public final class SliceBeans {

	private SliceBeans() {
	}

	@HubProcess
	public static class Scanned {

	}

	@Component
	public static class JoinHandler implements HookHandler<PostClusterJoin> {

		@Override
		public void handle(PostClusterJoin payload) {
		}

	}

	@Component
	public static class Alterer implements ChildDataAlterer {

		@Override
		public ChildDataAlter alter(ChildDataAlter data) {
			return data;
		}

	}

	@Service
	public static class WithHookMethod {

		@ProcessHubHook(HookKey.POST_CLUSTER_JOIN)
		void joined() {
		}

	}

	@Component
	public static class OwnDistribution implements StrategyFactory<DistributionStrategy> {

		@Override
		public DistributionStrategy create(StrategyContext context) {
			return new ConsistentHashing(16);
		}

	}

	@Component
	public static class AnyComponent {

	}

	@Service
	public static class AnyService {

	}

	@Controller
	public static class AnyController {

	}

	@Component
	@ConfigurationProperties("any")
	public static class AnyProperties {

	}

}
