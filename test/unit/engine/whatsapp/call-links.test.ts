import { createCallLink } from '../../../../engine/whatsapp/call-links';

const AT = Date.UTC(2027, 0, 2, 9, 30);

describe('A link to a call', () => {
	test.each([
		['audio', 'https://call.whatsapp.com/voice/abc'],
		['video', 'https://call.whatsapp.com/video/abc'],
	] as const)('of kind %s is %s', async (kind, link) => {
		const ask = jest.fn(async () => 'abc');
		expect(await createCallLink({ createCallLink: ask }, kind, AT)).toBe(link);
		expect(ask.mock.calls).toEqual([[kind, { startTime: AT / 1000 }]]);
	});

	test('needs no start', async () => {
		const ask = jest.fn(async () => 'abc');
		await createCallLink({ createCallLink: ask }, 'audio');
		expect(ask.mock.calls).toEqual([['audio', undefined]]);
	});

	test('is asked for again when WhatsApp gives none', async () => {
		const ask = async () => undefined;
		await expect(createCallLink({ createCallLink: ask }, 'audio', AT)).rejects.toThrow('no link');
	});
});
