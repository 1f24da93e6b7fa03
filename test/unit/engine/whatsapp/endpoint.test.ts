import { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { WA_CERT_DETAILS } from '@whiskeysockets/baileys';
import type { Endpoint } from '../../../../engine/gateway/contract';
import { isMediaHost, useEndpoint } from '../../../../engine/whatsapp/endpoint';
import { errorOf } from '../support';

const KEY = Buffer.alloc(32, 7);
const endpoint = (url: string, more: Partial<Endpoint> = {}): Endpoint => ({
	url,
	trustedKey: KEY.toString('base64'),
	...more,
});

const whatsAppsKey = WA_CERT_DETAILS.PUBLIC_KEY;
const authorities = tls.getCACertificates('default');
afterEach(() => {
	WA_CERT_DETAILS.PUBLIC_KEY = whatsAppsKey;
	tls.setDefaultCACertificates(authorities);
});

describe('Without an endpoint', () => {
	test('WhatsApp itself is used, and its own key trusted', () => {
		expect(useEndpoint(undefined)).toBe('wss://web.whatsapp.com/ws/chat');
		expect(WA_CERT_DETAILS.PUBLIC_KEY).toBe(whatsAppsKey);
		expect(whatsAppsKey).toHaveLength(32);
	});
});

describe('An endpoint', () => {
	test.each([
		['ws://127.0.0.1:8080/ws/chat', 'ws://127.0.0.1:8080/ws/chat'],
		['wss://127.0.0.1:8080', 'wss://127.0.0.1:8080/'],
		['ws://127.255.255.254', 'ws://127.255.255.254/'],
		['ws://[::1]:8080', 'ws://[::1]:8080/'],
		['ws://localhost:8080', 'ws://localhost:8080/'],
		['WS://LOCALHOST:8080', 'ws://localhost:8080/'],
		['ws://127.1:8080', 'ws://127.0.0.1:8080/'],
	])('on this machine is accepted: %s', (url, used) => {
		expect(useEndpoint(endpoint(url))).toBe(used);
		expect(Buffer.from(WA_CERT_DETAILS.PUBLIC_KEY).equals(KEY)).toBe(true);
	});

	test.each([
		'wss://web.whatsapp.com/ws/chat',
		'ws://evil.example',
		'ws://127.0.0.1.evil.example',
		'ws://evil.example/127.0.0.1',
		'ws://127.0.0.1@evil.example',
		'ws://evil.example#127.0.0.1',
		'ws://evil.example?localhost',
		'ws://localhost.evil.example',
		'ws://evillocalhost',
		'ws://10.0.0.1',
		'ws://192.168.0.1',
		'ws://128.0.0.1',
		'ws://0.0.0.0',
		'ws://[::]',
		'ws://[::2]',
		'ws://[::ffff:10.0.0.1]',
		'http://127.0.0.1',
		'file:///127.0.0.1',
		'127.0.0.1:8080',
		'',
		'not a URL',
	])('anywhere else is refused, and its key is not trusted: %s', (url) => {
		expect(errorOf(() => useEndpoint(endpoint(url)))).toMatchObject({
			code: 'INVALID_SETTING',
			message: expect.stringContaining('its URL'),
			retryable: false,
		});
		expect(WA_CERT_DETAILS.PUBLIC_KEY).toBe(whatsAppsKey);
	});

	test.each([
		['nothing', ''],
		['31 bytes', Buffer.alloc(31).toString('base64')],
		['33 bytes', Buffer.alloc(33).toString('base64')],
		['no base64', '!'],
	])('needs a key of 32 bytes: %s is refused', (_what, trustedKey) => {
		expect(errorOf(() => useEndpoint(endpoint('ws://127.0.0.1', { trustedKey })))).toMatchObject({
			code: 'INVALID_SETTING',
			message: expect.stringContaining('32 bytes'),
		});
		expect(WA_CERT_DETAILS.PUBLIC_KEY).toBe(whatsAppsKey);
	});

	test('can add an authority for its media hosts to those of Node', () => {
		const own = tls.rootCertificates[0] ?? '';
		tls.setDefaultCACertificates(tls.rootCertificates.slice(1, 3));
		const others = tls.getCACertificates('default');
		useEndpoint(endpoint('ws://127.0.0.1'));
		expect(tls.getCACertificates('default')).toEqual(others);
		useEndpoint(endpoint('ws://127.0.0.1', { ca: own }));
		const trusted = tls
			.getCACertificates('default')
			.map((pem) => new X509Certificate(pem).fingerprint256);
		expect(trusted).toEqual([...others, own].map((pem) => new X509Certificate(pem).fingerprint256));
	});
});

describe('hosts that files may lie on', () => {
	test.each([
		['mmg.whatsapp.net', true],
		['media-gru1-1.cdn.whatsapp.net', true],
		['whatsapp.net', true],
		['example.com', false],
		['notwhatsapp.net', false],
		['mmg.whatsapp.net.example.com', false],
		['127.0.0.1', false],
	])('%s: %s', (hostname, isOne) => {
		expect(isMediaHost(hostname, 'wss://web.whatsapp.com/ws/chat')).toBe(isOne);
	});

	test('with the simulator it is this machine alone', () => {
		expect(isMediaHost('127.0.0.1', 'ws://127.0.0.1:1234/')).toBe(true);
		expect(isMediaHost('mmg.whatsapp.net', 'ws://127.0.0.1:1234/')).toBe(false);
	});
});
