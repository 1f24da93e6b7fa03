import { safeRegex } from 'n8n-workflow';

import { recipient, recipientProperty } from '../../../../nodes/shared/recipient';
import { phoneOf } from '../../../../nodes/WhatsAppLinkedTrigger/zapi/address';
import { executeFunctions } from '../doubles';

describe('To', () => {
	it.each([
		[' +55 11 90000-0001 ', '+55 11 90000-0001'],
		[5511900000001, '5511900000001'],
		[null, ''],
	])('reads %p as %p', (value, expected) => {
		const { functions } = executeFunctions([{ to: { __rl: true, mode: 'phone', value } }]);
		expect(recipient(functions, 0)).toBe(expected);
	});

	const validation = recipientProperty.modes?.find(({ name }) => name === 'id')?.validation?.[0];
	const accepts = (value: string) => {
		if (typeof validation !== 'object') throw new Error('Chat ID has no validation');
		const { regex } = validation.properties as { regex: string };
		return safeRegex.test(`^${regex}$`, value); // as node-helpers.js does
	};

	it.each([
		'1203@g.us',
		'5511900000001@s.whatsapp.net',
		'77@lid',
		phoneOf({ id: '120363000000000001@g.us', type: 'group', phone: null, lid: null, name: null }),
		phoneOf({
			id: '5511900000001-1600000000@g.us',
			type: 'group',
			phone: null,
			lid: null,
			name: null,
		}),
	])('takes the chat ID %s', (id) => {
		expect(accepts(id)).toBe(true);
	});

	it.each([
		'5511900000001',
		'+55 11 90000-0001',
		'1203@newsletter',
		'a@b.com',
		'@g.us',
		'1203@g.us.evil',
	])('refuses %s', (id) => {
		expect(accepts(id)).toBe(false);
	});
});
