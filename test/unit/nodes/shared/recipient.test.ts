import { itemAt, recipient } from '../../../../nodes/shared/fields';
import { recipientProperty } from '../../../../nodes/shared/recipient';
import { phoneOf } from '../../../../nodes/WhatsAppLinkedTrigger/zapi/address';
import { executeFunctions } from '../doubles';
import { takesAsId } from '../validation';

/** As the trigger puts them out. */
const CHAT = {
	id: '5511900000002@s.whatsapp.net',
	type: 'direct',
	phone: '5511900000002',
	lid: '77@lid',
	name: 'Ana',
};
const FROM = { phone: '5511900000003', lid: '78@lid', name: 'Bob' };

describe('To', () => {
	it.each([
		[' +55 11 90000-0001 ', '+55 11 90000-0001'],
		[5511900000001, '5511900000001'],
		[null, ''],
		[CHAT, CHAT.id],
		[JSON.stringify(CHAT), CHAT.id],
		[[CHAT], CHAT.id],
		[{ ...CHAT, id: 'credential' }, CHAT.phone],
		[FROM, FROM.phone],
		[{ ...FROM, phone: null }, FROM.lid],
		[{ event: 'message.incoming', chat: CHAT, from: FROM }, CHAT.id],
		[{ messageId: '3EB0', chat: '1203@g.us' }, '1203@g.us'],
		[{ id: '1203-group' }, '1203-group'],
		['{ not JSON', '{ not JSON'],
	])('reads %p as %p', (value, expected) => {
		const { functions } = executeFunctions([{ to: { __rl: true, mode: 'phone', value } }]);
		expect(recipient.read(itemAt({ functions, itemIndex: 0 }), 'to')).toBe(expected);
	});

	it.each([
		['[object Object]', 'JavaScript'],
		[' [object Object] ', 'JavaScript'],
		['+[object Array]', 'JavaScript'],
		[{ phone: null, lid: null }, 'has no chat ID and no phone number'],
		[{ id: 'abc', name: 'Ana' }, 'has no chat ID and no phone number'],
		[{}, 'has no chat ID and no phone number'],
	])('refuses %j in words', (value, words) => {
		const { functions } = executeFunctions([{ to: { __rl: true, mode: 'id', value } }]);
		expect(() => recipient.read(itemAt({ functions, itemIndex: 0 }), 'to')).toThrow(
			expect.objectContaining({
				code: 'INVALID_RECIPIENT',
				message: expect.stringContaining(words),
			}),
		);
	});

	const accepts = (value: string) => takesAsId(recipientProperty.modes, value);

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
