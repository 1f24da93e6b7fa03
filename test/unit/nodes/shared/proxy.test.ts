import { readProxy } from '../../../../nodes/shared/proxy';

const errorOf = (typed: string): unknown => {
	try {
		return readProxy(typed);
	} catch (error) {
		return error;
	}
};

describe('a proxy as it is typed', () => {
	it.each([
		['http://proxy.example.com:3128', { protocol: 'http', host: 'proxy.example.com', port: 3128 }],
		['  HTTPS://10.0.0.1:443/ ', { protocol: 'https', host: '10.0.0.1', port: 443 }],
		['socks5://[2001:db8::1]:1080', { protocol: 'socks5', host: '2001:db8::1', port: 1080 }],
		['socks5h://localhost:9050', { protocol: 'socks5', host: 'localhost', port: 9050 }],
	])('%s', (typed, proxy) => {
		expect(readProxy(typed)).toEqual(proxy);
	});

	it.each([
		['n8n:secret', 'n8n', 'secret'],
		['n8n', 'n8n', ''],
		['n8n:p@ss:w/o#r?d', 'n8n', 'p@ss:w/o#r?d'],
		['a%40b:p%C3%A9%25', 'a@b', 'pé%'],
		['n8n:50%', 'n8n', '50%'],
	])('with the login %s', (login, user, password) => {
		expect(readProxy(`http://${login}@proxy:80`)).toEqual({
			...{ protocol: 'http', host: 'proxy', port: 80 },
			...{ user, password },
		});
	});

	it.each(['', '   ', undefined, null])('is none: %p', (typed) => {
		expect(readProxy(typed)).toBeUndefined();
	});

	it.each([
		['user:secret@proxy:80', 'does not begin with'],
		['socks4://user:secret@proxy:80', 'does not begin with'],
		['http://user:secret@proxy', 'does not end with a host and a port'],
		['http://user:secret@proxy:0', 'does not end with a host and a port'],
		['http://user:secret@proxy:65536', 'does not end with a host and a port'],
		['http://user:secret@:80', 'does not end with a host and a port'],
		['http://user:secret@proxy:80/path', 'does not end with a host and a port'],
		['http://user:secret@pro xy:80', 'does not end with a host and a port'],
		[`http://user:${'secret'.repeat(50)}@proxy:80`, 'longer than proxies take'],
	])('is refused without being quoted: %s', (typed, words) => {
		const error = errorOf(typed);
		expect(error).toMatchObject({
			code: 'INVALID_SETTING',
			message: expect.stringContaining(words),
			hint: expect.stringContaining('http://user:password@host:port'),
		});
		expect(JSON.stringify(error) + String(error)).not.toContain('secret');
	});
});
