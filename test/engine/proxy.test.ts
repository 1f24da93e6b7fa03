import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import tls from 'node:tls';
import type { ProxySettings } from '../../engine/gateway/contract';
import { createRoute } from '../../engine/proxy/route';
import { takeOverDownloads } from '../../engine/whatsapp/downloads';
import { askVersion } from '../../engine/whatsapp/version';
import { freePort } from '../../scripts/n8n/ports.mjs';
import { png } from '../support/files';
import {
	LOGIN,
	PROXY_ORIGIN,
	startDetour,
	startMicrosocks,
	startTinyproxy,
	startTlsFront,
	type RunningProxy,
} from '../support/proxies';
import { BOB, collect, link, OWNER, send, text, untilConnected, useBench } from './support';

/** All connections of a number go through its proxy: one that does not comes from another address than the proxy's. */

const HERE = '127.0.0.1';
const DIRECTLY = HERE;
const CAROL = '5511900000003';

const { fetch } = globalThis;
let http: RunningProxy;
let socks: RunningProxy;
let secure: RunningProxy;

beforeAll(async () => {
	takeOverDownloads();
	[http, socks] = await Promise.all([startTinyproxy(), startMicrosocks()]);
	const front = await startTlsFront(http.settings);
	tls.setDefaultCACertificates([...tls.getCACertificates('default'), front.ca]);
	secure = front;
});
afterAll(async () => {
	globalThis.fetch = fetch;
	for (const proxy of [secure, http, socks]) await proxy.close();
});

const bench = useBench({ linked: false, each: true });

const use = (proxy: ProxySettings | undefined) => {
	bench.account.settings = { ...bench.account.settings, proxy };
};
const origins = () => [...bench.simulator.origins];
const byCode = () => bench.host.request(bench.account, 'session.linkByCode', {});

const chats = () => bench.host.request(bench.account, 'chat.getMany', { limit: 10 });

async function sendImage(file: Buffer): Promise<string> {
	const content = Readable.from([Buffer.from(file)]);
	const { mediaId } = await bench.host.storeMedia(bench.account, { kind: 'image' }, content);
	const image = { type: 'image', mediaId } as const;
	return (await send(bench, { ...text(BOB, ''), content: image })).messageId;
}

describe('all that a number does', () => {
	test.each([
		['an HTTP', () => http],
		['an HTTPS', () => secure],
		['a SOCKS5', () => socks],
	])('goes through %s proxy', async (_kind, proxy) => {
		use(proxy().settings);
		await link(bench);
		const events = await collect(bench);

		const picture = png({ bytes: 200_000 });
		const image = await sendImage(picture);
		await bench.bob.waitForMessage(image);
		expect((await bench.bob.openMedia(image)).equals(picture)).toBe(true);

		const file = Buffer.alloc(500_000, 'what Bob has to say');
		const messageId = await bench.bob.sendMedia(OWNER, 'document', file);
		await events.next('message.incoming', (event) => event.messageId === messageId);
		const { content } = await bench.host.openMedia(bench.account, { messageId, maxSize: 1e6 });
		expect(file.equals(Buffer.concat(await content.toArray()))).toBe(true);
		await events.close();

		expect(bench.simulator.media.uploads).toMatchObject([{ status: 200 }]);
		expect(bench.simulator.media.downloads).toMatchObject([{ status: 200 }]);
		expect(origins()).toEqual([PROXY_ORIGIN]);
	});

	test('is what Baileys downloads for it, too', async () => {
		const { port } = new URL(bench.simulator.media.urlOf('/'));
		const detour = await startDetour(Number(port));
		const upstream = { host: 'mmg.whatsapp.net', port: detour.settings.port };
		const proxy = await startTinyproxy({ upstream });
		use(proxy.settings);
		bench.phone.historyDelivery = 'media';
		const past = [{ text: 'Before', at: 1_700_000_000 }];
		await bench.phone.addChat(CAROL, { name: 'Carol', unread: 3, messages: past });
		await link(bench);

		await bench.simulator.media.waitForDownload();
		while (!(await chats()).some(({ unread }) => unread === 3)) await nextTurn();
		expect(new Set(detour.asked)).toEqual(new Set(['mmg.whatsapp.net:443']));
		expect(origins()).toEqual([PROXY_ORIGIN]);
		await proxy.close();
		await detour.close();
	});

	test('is the question for the version that WhatsApp has, too', async () => {
		const { port } = new URL(bench.simulator.media.urlOf('/'));
		const detour = await startDetour(Number(port));
		const route = createRoute(() => detour.settings, bench.clock.after);
		// What answers there is not WhatsApp: its certificate is for another name.
		expect(await askVersion(route.agent())).toBeUndefined();
		expect(detour.asked).toEqual(['web.whatsapp.com:443']);
		expect(origins()).toEqual([PROXY_ORIGIN]);
		route.close();
		await detour.close();
	});

	test('goes another way from when the proxy is changed on', async () => {
		await link(bench);
		expect(origins()).toEqual([DIRECTLY]);
		const events = await collect(bench, ['session.connected', 'message.sent']);
		const before = bench.simulator.statistics(OWNER).logins;

		use(socks.settings);
		await bench.host.request(bench.account, 'session.status', {});
		await events.next('session.connected');
		expect(bench.simulator.statistics(OWNER).logins).toBe(before + 1);
		expect(origins()).toEqual([DIRECTLY, PROXY_ORIGIN]);

		await bench.restart();
		expect(await untilConnected(bench)).toMatchObject({ connected: true });
		await events.close();
	});

	test('waits where the proxy does not work, and goes on when it does', async () => {
		use(http.settings);
		await link(bench);
		const wrong = { ...http.settings, password: 'another' };
		use(wrong);
		const { messageId } = await send(bench, text(BOB, 'later'));
		const status = () => bench.host.request(bench.account, 'session.status', {});
		await expect(bench.host.request(bench.account, 'session.check', {})).resolves.toMatchObject({
			connected: false,
			lastError: { code: 'PROXY_FAILED', message: expect.stringContaining('does not accept') },
		});
		expect(JSON.stringify(await status())).not.toContain(LOGIN.password);

		use(http.settings);
		await bench.host.request(bench.account, 'session.check', {});
		await bench.bob.waitForMessage(messageId);
		expect(origins()).toEqual([PROXY_ORIGIN]);
	});

	test('is void where a code was shown before there was a proxy', async () => {
		const { code } = await byCode();
		use(http.settings);
		const next = await byCode();
		expect(next.code).not.toBe(code);
		await bench.phone.typeCode((next.code ?? '').replace('-', ''));
		expect(await untilConnected(bench)).toMatchObject({ state: 'LINKED' });
	});
});

describe('a proxy that does not work is named when a number is linked', () => {
	const servers: Server[] = [];
	afterEach(() => servers.splice(0).forEach((server) => server.close()));

	async function listening(server: Server): Promise<number> {
		servers.push(server.listen(0, HERE));
		await once(server, 'listening');
		return (server.address() as AddressInfo).port;
	}

	const webServer = () =>
		listening(createHttpServer((_request, response) => response.writeHead(404).end('No page.')));
	/** Says to every request to connect the same. */
	const refusing = (status: number) =>
		listening(
			createHttpServer().on('connect', (_request, socket) => {
				socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
			}),
		);
	const silent = () =>
		listening(
			createServer((socket) => {
				socket.once('data', () => bench.clock.skip(10_000));
			}),
		);

	const cases: Array<[string, () => ProxySettings | Promise<ProxySettings>, string]> = [
		[
			'a host that does not exist',
			() => ({ ...http.settings, host: 'no-such-proxy.invalid' }),
			'The proxy "no-such-proxy.invalid" does not exist: no address is known for this name.',
		],
		[
			'a port where nothing listens',
			async () => ({ ...socks.settings, port: await freePort() }),
			'No proxy listens at 127.0.0.1:PORT.',
		],
		[
			'a wrong password (HTTP)',
			() => ({ ...http.settings, password: 'wrong' }),
			'The proxy 127.0.0.1:PORT does not accept this user and password.',
		],
		[
			'a wrong password (SOCKS5)',
			() => ({ ...socks.settings, password: 'wrong' }),
			'The proxy 127.0.0.1:PORT does not accept this user and password.',
		],
		[
			'no password (HTTP)',
			() => ({ ...http.settings, user: undefined, password: undefined }),
			'The proxy 127.0.0.1:PORT asks for a user and a password.',
		],
		[
			'no password (SOCKS5)',
			() => ({ ...socks.settings, user: undefined, password: undefined }),
			'The proxy 127.0.0.1:PORT asks for a user and a password.',
		],
		[
			'a web server (HTTP)',
			async () => ({ ...http.settings, port: await webServer() }),
			'What answers at 127.0.0.1:PORT is not an HTTP proxy.',
		],
		[
			'a web server (SOCKS5)',
			async () => ({ ...socks.settings, port: await webServer() }),
			'What answers at 127.0.0.1:PORT is not a SOCKS5 proxy.',
		],
		[
			'a proxy of another kind (HTTP)',
			() => ({ ...http.settings, port: socks.settings.port }),
			'What answers at 127.0.0.1:PORT is not an HTTP proxy.',
		],
		[
			'a server without TLS',
			async () => ({ ...secure.settings, port: await webServer() }),
			'What answers at 127.0.0.1:PORT is not an HTTPS proxy.',
		],
		[
			'a certificate for another name',
			() => ({ ...secure.settings, host: 'localhost' }),
			'The certificate of the proxy localhost:PORT is not valid for it (ERR_TLS_CERT_ALTNAME_INVALID).',
		],
		[
			'a proxy that does not let us to WhatsApp',
			async () => ({ ...http.settings, port: await refusing(403) }),
			'The proxy 127.0.0.1:PORT does not let n8n connect to WhatsApp (403).',
		],
		[
			'a proxy without a network',
			async () => ({ ...http.settings, port: await refusing(502) }),
			'The proxy 127.0.0.1:PORT works, but could not reach WhatsApp (502).',
		],
		[
			'one that says nothing (HTTP)',
			async () => ({ ...http.settings, port: await silent() }),
			'What listens at 127.0.0.1:PORT does not answer as an HTTP proxy does.',
		],
		[
			'one that says nothing (HTTPS)',
			async () => ({ ...secure.settings, port: await silent() }),
			'What listens at 127.0.0.1:PORT does not answer as an HTTPS proxy does.',
		],
		[
			'one that says nothing (SOCKS5)',
			async () => ({ ...socks.settings, port: await silent() }),
			'What listens at 127.0.0.1:PORT does not answer as a SOCKS5 proxy does.',
		],
	];
	test.each(cases)('%s', async (_what, settings, message) => {
		const proxy = await settings();
		use(proxy);
		const error = await byCode().catch((reason: unknown) => reason);
		expect(error).toMatchObject({
			code: 'PROXY_FAILED',
			message: message.replace('PORT', String(proxy.port)),
			hint: expect.stringMatching(/^(Check|Ask) /),
			retryable: true,
		});
		expect(JSON.stringify(error)).not.toContain(LOGIN.password);
		expect(origins()).toEqual([]);
	});
});
