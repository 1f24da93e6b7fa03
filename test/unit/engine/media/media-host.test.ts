import { silentLog } from '../../../../engine/log';
import { createMediaHosts } from '../../../../engine/media/media-host';
import { createFakeClock } from '../../../support/fake-clock';

describe('An image of a catalog', () => {
	test.each([
		['another host', 'https://example.com/a.jpg'],
		['an address inside of the network', 'https://127.0.0.1/a.jpg'],
		['an unsafe line', 'http://media.whatsapp.net/a.jpg'],
		['a file', 'file:///etc/passwd'],
		['nothing', ''],
	])('is not opened from %s', async (_, url) => {
		const hosts = createMediaHosts({
			clock: createFakeClock(),
			log: silentLog,
			isMediaHost: (hostname) => hostname.endsWith('.whatsapp.net'),
			agent: () => undefined,
		});
		const opened = hosts.open(url, 1_000, new AbortController().signal);
		await expect(opened).rejects.toMatchObject({
			code: 'MEDIA_UNREACHABLE',
			message: 'The image does not lie on a server of WhatsApp, so it is not opened.',
		});
	});
});
