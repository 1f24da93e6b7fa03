import { Agent, type AgentOptions } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock';
import type { ProxySettings } from '../gateway/contract';
import { openTunnel } from './tunnel';

/** As Node's own agent keeps connections. */
const KEPT: AgentOptions = { keepAlive: true, scheduling: 'lifo', timeout: 5_000 };

/** How an account's connections are made. With a proxy, none goes past it: where it fails, they fail. */
export interface Route {
	/** For `https:` and `wss:`, and for the `ws:` of the simulator. Undefined: directly. */
	agent(protocol?: string): Agent | undefined;
	close(): void;
}

interface Agents {
	proxy: ProxySettings;
	secure: Agent;
	plain: Agent;
}

export function createRoute(
	proxyNow: () => ProxySettings | undefined,
	after: Clock['after'],
): Route {
	let agents: Agents | undefined;

	function forget(): void {
		agents?.secure.destroy();
		agents?.plain.destroy();
		agents = undefined;
	}

	return {
		agent(protocol = 'https:') {
			const proxy = proxyNow();
			if (!isDeepStrictEqual(proxy, agents?.proxy)) forget();
			if (!proxy) return undefined;
			agents ??= {
				proxy,
				secure: tunnelling(new SecureAgent(KEPT), proxy, after),
				plain: tunnelling(new Agent(KEPT), proxy, after),
			};
			return protocol === 'ws:' ? agents.plain : agents.secure;
		},
		close: forget,
	};
}

/** Has an agent of Node's make its connections through a proxy. */
function tunnelling(agent: Agent, proxy: ProxySettings, after: Clock['after']): Agent {
	// For a secure one: TLS with the server, over the socket that it is given.
	const secured = agent instanceof SecureAgent ? agent.createConnection.bind(agent) : undefined;
	agent.createConnection = (options, done) => {
		const to = { host: options.host ?? '', port: Number(options.port) };
		openTunnel(proxy, to, after)
			.then((socket) => (secured ? secured({ ...options, socket } as never) : socket))
			.then(
				(socket) => done?.(null, socket as never),
				(error: Error) => done?.(error, undefined as never),
			);
		return undefined;
	};
	return agent;
}
