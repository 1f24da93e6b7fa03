import type { IDataObject } from 'n8n-workflow';

import { router } from '../../../../nodes/WhatsAppLinked/actions/router';
import { gateway } from '../../../../nodes/shared/gateway';
import { executeFunctions, gatewayDouble } from '../doubles';

jest.mock('../../../../nodes/shared/gateway', () => ({ gateway: jest.fn() }));

const ANA = { phone: '5511900000002', lid: '222@lid', name: 'Ana' };

function use(...[answers]: Parameters<typeof gatewayDouble>) {
	const double = gatewayDouble(answers);
	jest.mocked(gateway).mockReturnValue(double.gateway);
	return double;
}

async function run(resource: string, operation: string, parameters: IDataObject) {
	const { functions, hints } = executeFunctions([{ resource, operation, ...parameters }]);
	const [output = []] = await router.call(functions);
	return { output, hints };
}

describe('Contact > Check Number', () => {
	const number = { given: '1', exists: true, phone: '1', lid: null, message: 'On WhatsApp.' };

	it('makes one item of each number', async () => {
		const { requests } = use({ 'contact.check': () => ({ numbers: [number, number], left: 0 }) });
		const numbers = '+55 11 90000-0002, 5511900000003\n(11) 90000-0004';
		const { output, hints } = await run('contact', 'checkNumber', { numbers });
		expect(output.map(({ json }) => json)).toEqual([number, number]);
		expect(hints).toEqual([]);
		expect(requests[0]?.input).toEqual({
			numbers: ['+55 11 90000-0002', '5511900000003', '(11) 90000-0004'],
		});
	});

	it('says how many are left', async () => {
		const left = { ...number, exists: null };
		use({ 'contact.check': () => ({ numbers: [number, left, left], left: 2 }) });
		const { output, hints } = await run('contact', 'checkNumber', { numbers: '1, 2, 3' });
		expect(output).toHaveLength(3);
		expect(hints).toEqual([expect.stringMatching(/^1 of 3 numbers were checked, and 2 are left/)]);
	});
});

describe('Contact > Get Picture', () => {
	const url = 'https://pps.whatsapp.net/v/1.jpg';
	const contact = { __rl: true, mode: 'phone', value: ANA.phone };

	it.each([
		[false, url, undefined],
		[true, null, undefined],
		[true, url, { data: expect.objectContaining({ fileName: `image-${url}.png` }) }],
	])('with Download %s of %s', async (download, found, binary) => {
		use({ 'contact.getPicture': () => ({ ...ANA, url: found, note: null }) });
		const { output } = await run('contact', 'getPicture', { contact, download });
		expect(output).toEqual([expect.objectContaining({ json: { ...ANA, url: found, note: null } })]);
		expect(output[0]?.binary).toEqual(binary);
	});
});

describe('Profile > Set Picture', () => {
	it('hands the file over, then sets what became of it', async () => {
		const done = { chat: '1@s.whatsapp.net', pictureId: '7' };
		const { requests, files } = use({ 'picture.set': () => done });
		const base64 = Buffer.from('image').toString('base64');
		const { output } = await run('profile', 'setPicture', { fileFrom: 'base64', base64 });
		expect(output.map(({ json }) => json)).toEqual([done]);
		expect(files).toMatchObject([{ kind: 'picture', content: 'image' }]);
		expect(requests).toMatchObject([
			{ command: 'picture.set', input: { group: null, mediaId: 'media-1' } },
		]);
	});
});
