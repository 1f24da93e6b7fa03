import {
	chatType,
	jidOfPhone,
	lidOf,
	parseJid,
	parseDestination,
	parseRecipient,
	phoneOf,
	withoutDevice,
} from '../../../../engine/content/jid';
import { EngineError } from '../../../../engine/gateway/contract';
import { errorOf } from '../support';

const DIGITS = '5511900000001';

describe('A recipient', () => {
	test.each([
		['a phone number in a human form', '+55 (11) 90000-0001', '5511900000001@s.whatsapp.net'],
		['a direct chat', '5511900000001@s.whatsapp.net', '5511900000001@s.whatsapp.net'],
		[
			'a direct chat with a device',
			'5511900000001:12@s.whatsapp.net',
			'5511900000001@s.whatsapp.net',
		],
		['a LID', '123456789012345@lid', '123456789012345@lid'],
		['a LID with a device', '123456789012345:3@lid', '123456789012345@lid'],
		['a group', '120363000000000001@g.us', '120363000000000001@g.us'],
		['an old group', '5511900000001-1600000000@g.us', '5511900000001-1600000000@g.us'],
		['a group as Z-API writes it', '120363000000000001-group', '120363000000000001@g.us'],
		[
			'an old group as Z-API writes it',
			'5511900000001-1600000000',
			'5511900000001-1600000000@g.us',
		],
		['a chat ID with blanks around it', ' 123456789012345@lid\n', '123456789012345@lid'],
		['a chat ID in capitals', '120363000000000001@G.US', '120363000000000001@g.us'],
	])('can be %s', (_what, written, chat) => {
		expect(parseRecipient(written)).toBe(chat);
	});

	test.each([
		['an e-mail address', 'bob@example.com'],
		['a chat ID without user', '@s.whatsapp.net'],
		['a chat ID without server', '5511900000001@'],
		['a chat ID of another server', '5511900000001@evil.example'],
		['a chat ID that goes on', '5511900000001@s.whatsapp.net.evil.example'],
		['a chat ID with letters', 'bob@s.whatsapp.net'],
		['a chat ID too short', '1234@s.whatsapp.net'],
		['a chat ID with two @', '5511900000001@lid@s.whatsapp.net'],
		['a dashed user outside of groups', '5511900000001-1600000000@s.whatsapp.net'],
		['a name', 'Bob'],
	])('is not %s', (_what, written) => {
		expect(errorOf(() => parseRecipient(written))).toMatchObject({
			code: 'INVALID_RECIPIENT',
			message: `"${written}" is not a phone number or chat ID.`,
			retryable: false,
		});
	});

	test('is not a channel, unless something is posted', () => {
		const channel = '120363000000000001@newsletter';
		expect(errorOf(() => parseRecipient(channel))).toMatchObject({
			code: 'INVALID_RECIPIENT',
			message: `"${channel}" is a channel, and this is only for people and groups.`,
		});
		expect(parseDestination(` ${channel} `)).toBe(channel);
	});

	test.each([['a broadcast list', '1600000000-broadcast']])('is not %s yet', (what, written) => {
		expect(errorOf(() => parseRecipient(written))).toMatchObject({
			code: 'INVALID_RECIPIENT',
			message: `"${written}" is ${what}: sending there is not supported yet.`,
		});
	});

	test('is not where statuses are, unless one is posted', () => {
		expect(errorOf(() => parseRecipient('status@broadcast'))).toMatchObject({
			code: 'INVALID_RECIPIENT',
			hint: expect.stringContaining('resource Status'),
		});
		expect(parseDestination('status@broadcast')).toBe('status@broadcast');
		expect(parseDestination('+55 11 90000-0002')).toBe('5511900000002@s.whatsapp.net');
	});

	test.each(['', '   '])('is not empty (%j)', (written) => {
		const error = errorOf(() => parseRecipient(written));
		expect(error).toBeInstanceOf(EngineError);
		expect(error).toMatchObject({
			code: 'INVALID_RECIPIENT',
			message: 'The recipient is empty.',
		});
	});

	test('that is a whole novel is quoted by its beginning only', () => {
		const { message } = errorOf(() => parseRecipient('x'.repeat(10_000))) as EngineError;
		expect(message).toBe(`"${'x'.repeat(60)}" is not a phone number or chat ID.`);
	});
});

describe('A WhatsApp address', () => {
	test.each([
		[
			'5511900000001@s.whatsapp.net',
			{ user: '5511900000001', device: 0, server: 's.whatsapp.net' },
		],
		[
			'5511900000001:12@s.whatsapp.net',
			{ user: '5511900000001', device: 12, server: 's.whatsapp.net' },
		],
		['123:0@lid', { user: '123', device: 0, server: 'lid' }],
		['120363000000000001@g.us', { user: '120363000000000001', device: 0, server: 'g.us' }],
		['status@broadcast', { user: 'status', device: 0, server: 'broadcast' }],
		['@s.whatsapp.net', { user: '', device: 0, server: 's.whatsapp.net' }],
	])('%s has its parts', (text, parts) => {
		expect(parseJid(text)).toEqual(parts);
	});

	test.each(['', 'no server', '1:x@lid', '1:2:3@lid', '1@', '1@two@three'])('is not %j', (text) => {
		expect(parseJid(text)).toBeUndefined();
	});

	test('without its device is the person or chat', () => {
		expect(withoutDevice('5511900000001:12@s.whatsapp.net')).toBe('5511900000001@s.whatsapp.net');
		expect(withoutDevice('120363000000000001@g.us')).toBe('120363000000000001@g.us');
	});

	test('that cannot be read is left as it is', () => {
		expect(withoutDevice('not an address')).toBe('not an address');
	});

	test('and a phone number are made of each other', () => {
		expect(jidOfPhone(DIGITS)).toBe('5511900000001@s.whatsapp.net');
		expect(phoneOf(jidOfPhone(DIGITS))).toBe(DIGITS);
	});

	test.each([
		['5511900000001:12@s.whatsapp.net', '5511900000001', null],
		['123:4@lid', null, '123@lid'],
		['120363000000000001@g.us', null, null],
		['nonsense', null, null],
		[null, null, null],
		[undefined, null, null],
	])('%s names the phone %s and the LID %s', (jid, phone, lid) => {
		expect(phoneOf(jid)).toBe(phone);
		expect(lidOf(jid)).toBe(lid);
	});

	test.each([
		['5511900000001@s.whatsapp.net', 'direct'],
		['123@lid', 'direct'],
		['120363000000000001@g.us', 'group'],
		['120363000000000001@newsletter', 'channel'],
		['status@broadcast', 'status'],
	])('%s is of a chat of type %s', (jid, type) => {
		expect(chatType(jid)).toBe(type);
	});
});

describe('The chat of a recipient', () => {
	test.each([
		['+55 11 90000-0001', '5511900000001@s.whatsapp.net'],
		['120363000000000001@g.us', '120363000000000001@g.us'],
		['123456:7@lid', '123456@lid'],
	])('of %s is %s', (to, chat) => {
		expect(parseRecipient(to)).toBe(chat);
	});
});
