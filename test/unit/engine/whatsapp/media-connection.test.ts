import { createMediaConnection } from '../../../../engine/whatsapp/media-connection';
import { QueryTimeout } from '../../../../engine/whatsapp/query-errors';

const answer = (auth: string) => ({
	tag: 'iq',
	attrs: {},
	content: [
		{
			tag: 'media_conn',
			attrs: { auth, ttl: '300' },
			content: [
				{ tag: 'host', attrs: { hostname: 'media-a.cdn.whatsapp.net' } },
				{ tag: 'host', attrs: { hostname: 'mmg.whatsapp.net' } },
			],
		},
	],
});

describe('where files may be uploaded', () => {
	let asked = 0;
	let time = 0;
	let fails = false;
	const connection = createMediaConnection(
		async () => (fails ? undefined : answer(`auth ${++asked}`)),
		() => time,
	);

	test('is asked once, until it runs out or is wanted anew', async () => {
		expect(await connection(false)).toEqual({
			auth: 'auth 1',
			hosts: ['media-a.cdn.whatsapp.net', 'mmg.whatsapp.net'],
		});
		time = 299_000;
		expect(await connection(false)).toMatchObject({ auth: 'auth 1' });
		time = 301_000;
		expect(await connection(false)).toMatchObject({ auth: 'auth 2' });
		expect(await connection(true)).toMatchObject({ auth: 'auth 3' });
	});

	test('is asked once, where several files are uploaded at the same time', async () => {
		const all = await Promise.all([connection(true), connection(true), connection(false)]);
		expect(all.map(({ auth }) => auth)).toEqual(['auth 4', 'auth 4', 'auth 4']);
	});

	test('is asked again after WhatsApp did not answer', async () => {
		fails = true;
		await expect(connection(true)).rejects.toBeInstanceOf(QueryTimeout);
		fails = false;
		expect(await connection(false)).toMatchObject({ auth: 'auth 5' });
	});
});
