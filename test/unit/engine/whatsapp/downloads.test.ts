import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { takeOverDownloads } from '../../../../engine/whatsapp/downloads';

const { fetch: unlimited } = globalThis;
let server: Server;
let answer: (response: ServerResponse) => void;
let url: string;

beforeAll(async () => {
	server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
	await once(server, 'listening');
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
	globalThis.fetch = unlimited;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

describe('A download', () => {
	test('from a server that says nothing ends', async () => {
		takeOverDownloads(200);
		answer = () => undefined;
		await expect(fetch(url)).rejects.toMatchObject({ name: 'TimeoutError' });
	});

	test('that stops in the middle ends', async () => {
		takeOverDownloads(200);
		answer = (response) => void response.writeHead(200).write('the beginning');
		const text = fetch(url).then((response) => response.text());
		await expect(text).rejects.toMatchObject({ name: 'TimeoutError' });
	});

	test('ends earlier where Baileys wants it so', async () => {
		takeOverDownloads(60_000);
		answer = () => undefined;
		await expect(fetch(url, { signal: AbortSignal.abort() })).rejects.toMatchObject({
			name: 'AbortError',
		});
	});

	test('that comes is not touched', async () => {
		takeOverDownloads(60_000);
		answer = (response) => void response.end('all of it');
		expect(await (await fetch(url)).text()).toBe('all of it');
	});
});
