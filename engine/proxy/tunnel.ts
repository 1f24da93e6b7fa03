import { once } from 'node:events';
import { request } from 'node:http';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { SocksClient } from 'socks';
import type { Clock } from '../clock';
import type { ProxySettings } from '../gateway/contract';
import * as errors from './errors';

/** From the first packet until the proxy has WhatsApp on the line: less than whoever waits for the connection waits. */
const LONGEST_MS = 10_000;

/** Where a tunnel leads. A name is looked up by the proxy, not here. */
export interface Destination {
	host: string;
	port: number;
}

/** Connects to a server through a proxy. Error: PROXY_FAILED, in words. */
export async function openTunnel(
	proxy: ProxySettings,
	to: Destination,
	after: Clock['after'],
): Promise<Socket> {
	const socket = toProxy(proxy);
	let late: Error | undefined;
	const limit = after(LONGEST_MS, () => {
		late = socket.connecting ? errors.unreachable(proxy, 'ETIMEDOUT') : errors.mute(proxy);
		socket.destroy(late);
	});
	try {
		await connected(socket, proxy);
		await (proxy.protocol === 'socks5' ? bySocks : byHttp)(socket, proxy, to);
		return socket;
	} catch (error) {
		socket.destroy();
		throw late ?? error;
	} finally {
		limit.cancel();
	}
}

function toProxy({ protocol, host, port }: ProxySettings): Socket {
	const socket =
		protocol === 'https' ? connectTls(port, host, tlsOptions(host)) : connectTcp(port, host);
	// One may come when nobody waits any more.
	return socket.on('error', () => undefined);
}

/** An address is no name that TLS may ask for (RFC 6066). */
function tlsOptions(host: string): { servername?: string } {
	return /^[\d.]+$|:/.test(host) ? {} : { servername: host };
}

async function connected(socket: Socket, proxy: ProxySettings): Promise<void> {
	try {
		await once(socket, proxy.protocol === 'https' ? 'secureConnect' : 'connect');
	} catch (error) {
		throw errors.unreachable(proxy, codeOf(error));
	}
}

/** `CONNECT`: RFC 9110, 9.3.6. */
async function byHttp(socket: Socket, proxy: ProxySettings, to: Destination): Promise<void> {
	const { user, password = '' } = proxy;
	const authority = errors.authority(to.host, to.port);
	const login = Buffer.from(`${user}:${password}`).toString('base64');
	const status = await new Promise<number>((resolve, reject) => {
		request({
			method: 'CONNECT',
			path: authority,
			headers: {
				host: authority,
				...(user !== undefined && { 'proxy-authorization': `Basic ${login}` }),
			},
			createConnection: () => socket,
		})
			.once('connect', ({ statusCode = 0 }, _socket, first) => {
				if (first.length > 0) socket.unshift(first);
				resolve(statusCode);
			})
			// Its end, or what is no HTTP.
			.once('error', () => reject(errors.notAProxy(proxy)))
			.end();
	});
	if (status < 200 || status > 299) throw errors.byStatus(proxy, status);
}

/** RFC 1928, with a name instead of an address: it is the proxy that looks it up; and RFC 1929. */
async function bySocks(socket: Socket, proxy: ProxySettings, to: Destination): Promise<void> {
	const { host, port, user, password } = proxy;
	try {
		await SocksClient.createConnection({
			command: 'connect',
			destination: to,
			proxy: { host, port, type: 5, userId: user, password },
			existing_socket: socket,
			// The limit is ours.
			timeout: 2 * LONGEST_MS,
		});
	} catch (error) {
		throw ofSocks(proxy, error);
	}
}

/** The library has sentences for errors (its build/common/constants.js); its error holds the password, too. */
function ofSocks(proxy: ProxySettings, error: unknown) {
	const { message = '' } = error as { message?: string };
	if (/Authentication failed|no accepted authentication/.test(message)) {
		return errors.notAllowed(proxy);
	}
	const [, reason] = /rejected connection - (\w+)/.exec(message) ?? [];
	if (reason === undefined) return errors.notAProxy(proxy);
	return reason === 'NotAllowed'
		? errors.refused(proxy, reason)
		: errors.cannotReach(proxy, reason);
}

function codeOf(error: unknown): unknown {
	return (error as { code?: unknown } | undefined)?.code;
}
