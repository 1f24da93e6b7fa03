import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { generate } from 'selfsigned';
import type { ProxySettings } from '../../engine/gateway/contract';
import { freePort } from '../../scripts/n8n/ports.mjs';
import { startGroup } from '../../scripts/processes.mjs';

/** Proxies as there are, started for a test: tinyproxy and microsocks. scripts/setup/proxies.mjs installs them. */

const HERE = '127.0.0.1';
/** Where connections come from that proxies make: on Linux all of 127.0.0.0/8 is this machine. */
export const PROXY_ORIGIN = '127.0.0.2';

export const LOGIN = { user: 'n8n', password: 'p_ss-w.rd' } as const;

export interface RunningProxy {
	settings: ProxySettings;
	close(): Promise<void>;
}

export interface TinyproxyOptions {
	/** Another proxy, which it leaves this host to. */
	upstream?: { host: string; port: number };
}

/** An HTTP proxy that asks for a user and a password. */
export async function startTinyproxy({ upstream }: TinyproxyOptions = {}): Promise<RunningProxy> {
	const port = await freePort();
	const folder = mkdtempSync(join(tmpdir(), 'tinyproxy-'));
	const file = join(folder, 'tinyproxy.conf');
	const lines = [
		`Port ${port}`,
		`Listen ${HERE}`,
		`Bind ${PROXY_ORIGIN}`,
		'MaxClients 100',
		'Timeout 600',
		'LogLevel Critical',
		`BasicAuth ${LOGIN.user} ${LOGIN.password}`,
		...(upstream ? [`Upstream http ${HERE}:${upstream.port} "${upstream.host}"`] : []),
	];
	writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
	const program = await startProgram('tinyproxy', ['-d', '-c', file], port);
	return {
		settings: { protocol: 'http', host: HERE, port, ...LOGIN },
		async close() {
			await program.close();
			rmSync(folder, { recursive: true });
		},
	};
}

/** A SOCKS5 proxy that asks for a user and a password. */
export async function startMicrosocks(): Promise<RunningProxy> {
	const port = await freePort();
	const { user, password } = LOGIN;
	const login = ['-u', user, '-P', password];
	const program = await startProgram(
		'microsocks',
		['-i', HERE, '-p', String(port), '-b', PROXY_ORIGIN, ...login],
		port,
	);
	return { settings: { protocol: 'socks5', host: HERE, port, ...LOGIN }, close: program.close };
}

/** TLS in front of an HTTP proxy makes an HTTPS proxy. */
export async function startTlsFront(behind: ProxySettings): Promise<RunningProxy & { ca: string }> {
	const { private: key, cert } = await generate([{ name: 'commonName', value: 'proxy' }], {
		algorithm: 'sha256',
		keyType: 'ec',
		extensions: [
			{ name: 'basicConstraints', cA: true, critical: true },
			{ name: 'subjectAltName', altNames: [{ type: 7, ip: HERE }] },
		],
	});
	const server = createTlsServer({ key, cert }, (client) =>
		joined(client, connect(behind.port, behind.host)),
	);
	const running = await listen(server);
	return { ...running, settings: { ...behind, ...running.settings, protocol: 'https' }, ca: cert };
}

/** A proxy that leads wherever one asks to one server of ours, and remembers what was asked for. */
export async function startDetour(
	port: number,
): Promise<RunningProxy & { asked: readonly string[] }> {
	const asked: string[] = [];
	const server = createHttpServer().on('connect', (request, client: Socket) => {
		asked.push(request.url ?? '');
		const target = connect({ port, host: HERE, localAddress: PROXY_ORIGIN });
		target.once('connect', () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
		joined(client, target);
	});
	return { ...(await listen(server)), asked };
}

interface Program {
	close(): Promise<void>;
}

/** Resolves when it listens. */
async function startProgram(name: string, args: string[], port: number): Promise<Program> {
	// microsocks tells of each connection.
	const nowhere = openSync(devNull, 'w');
	const program = await startGroup(name, args, { stdout: nowhere, stderr: nowhere });
	closeSync(nowhere);
	while (!(await isListening(port))) {
		if (await Promise.race([program.ended.then(() => true), tick().then(() => false)])) {
			throw new Error(`${name} has ended`);
		}
	}
	return {
		async close() {
			program.kill('SIGTERM');
			await program.ended;
		},
	};
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 20));

async function isListening(port: number): Promise<boolean> {
	const socket = connect(port, HERE);
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}

async function listen(server: Server): Promise<RunningProxy> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket) => sockets.add(socket));
	server.listen(0, HERE);
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		settings: { protocol: 'http', host: HERE, port },
		async close() {
			const closed = once(server, 'close');
			server.close();
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}

function joined(one: Socket, other: Socket): void {
	one.pipe(other).pipe(one);
	for (const [socket, peer] of [
		[one, other],
		[other, one],
	] as const) {
		socket.on('error', () => peer.destroy()).on('close', () => peer.destroy());
	}
}
