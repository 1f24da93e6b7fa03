import type { BinaryNode } from '@whiskeysockets/baileys';
import {
	askNewChatCap,
	parseNewChatCap,
	readNewChatCap,
} from '../../../../engine/whatsapp/new-chat-cap';
import { refusalCode } from '../../../../engine/whatsapp/query-errors';

const NOW = Date.parse('2026-11-30T12:00:00Z');
const ENDS = Date.parse('2026-12-20T00:00:00Z');
const SAID = Date.parse('2026-11-30T11:59:58Z');

/** As WhatsApp says it. */
const WORDS = {
	total_quota: 50,
	used_quota: 12,
	cycle_start_timestamp: '1779000000',
	cycle_end_timestamp: String(ENDS / 1000),
	server_sent_timestamp: String(SAID / 1000),
	ote_status: 'ELIGIBLE',
	mv_status: 'NOT_ACTIVE',
	capping_status: 'FIRST_WARNING',
};
const CAP = { status: 'FIRST_WARNING', used: 12, max: 50, endsAt: ENDS, saidAt: SAID };

describe('What WhatsApp says of new chats', () => {
	test('is read', () => {
		expect(readNewChatCap(WORDS, NOW)).toEqual(CAP);
	});

	test.each<[string, object, object]>([
		['numbers as text', { total_quota: '50', used_quota: '12' }, {}],
		[
			'times as numbers',
			{ cycle_end_timestamp: ENDS / 1000, server_sent_timestamp: SAID / 1000 },
			{},
		],
		['times in milliseconds', { cycle_end_timestamp: ENDS, server_sent_timestamp: `${SAID}` }, {}],
		['no limit', { total_quota: -1 }, { max: undefined }],
		['no limit, as none is set', { total_quota: 0 }, { max: undefined }],
		[
			'nothing of the numbers',
			{ total_quota: null, used_quota: 'many' },
			{ max: undefined, used: undefined },
		],
		[
			'numbers that are none',
			{ used_quota: true, total_quota: [50] },
			{ max: undefined, used: undefined },
		],
		['a number that is too large', { used_quota: 1e300 }, { used: undefined }],
		['a status that nobody knows', { capping_status: 'THIRD_WARNING' }, { status: undefined }],
		['a status that is none', { capping_status: 3 }, { status: undefined }],
		['no end', { cycle_end_timestamp: '0' }, { endsAt: undefined }],
		['an end that is no time', { cycle_end_timestamp: 'soon' }, { endsAt: undefined }],
		['an end beyond all time', { cycle_end_timestamp: '9'.repeat(30) }, { endsAt: undefined }],
		['an end before all time', { cycle_end_timestamp: -5 }, { endsAt: undefined }],
		['not when it says so', { server_sent_timestamp: undefined }, { saidAt: NOW }],
		['an empty text', { used_quota: ' ' }, { used: undefined }],
	])('is read with %s', (_what, words, expected) => {
		expect(readNewChatCap({ ...WORDS, ...words }, NOW)).toEqual({ ...CAP, ...expected });
	});

	test.each<[unknown]>([
		[null],
		[undefined],
		['CAPPED'],
		[7],
		[[]],
		[{}],
		[{ capping_status: null, total_quota: -1 }],
		[{ cycle_end_timestamp: '1779000000' }],
	])('is nothing: %j', (words) => {
		expect(readNewChatCap(words, NOW)).toBeUndefined();
	});
});

const notice = (update: unknown, attrs: Record<string, string> = {}): BinaryNode => ({
	tag: 'notification',
	attrs: { type: 'mex', id: 'N1', from: 's.whatsapp.net', ...attrs },
	content: [
		{
			tag: 'update',
			attrs: { op_name: 'MessageCappingInfoNotification' },
			content: Buffer.from(typeof update === 'string' ? update : JSON.stringify(update)),
		},
	],
});
const told = (words: unknown) => ({
	data: { xwa2_notify_new_chat_messages_capping_info_update: words },
});

describe('A notification of it', () => {
	test('is read', () => {
		expect(parseNewChatCap(notice(told(WORDS)), NOW)).toEqual(CAP);
	});

	test('that does not say when has the time of its stanza', () => {
		const { server_sent_timestamp: _, ...words } = WORDS;
		const node = notice(told(words), { t: String(SAID / 1000) });
		expect(parseNewChatCap(node, NOW)).toEqual(CAP);
	});

	test.each<[unknown]>([
		['{'],
		['null'],
		['[]'],
		['"CAPPED"'],
		[{ data: null }],
		[{ data: 'CAPPED' }],
		[{ data: [] }],
		[told(null)],
		[told('CAPPED')],
		[{ data: { xwa2_notify_account_reachout_timelock: { is_active: true } } }],
	])('is none: %j', (update) => {
		expect(parseNewChatCap(notice(update), NOW)).toBeUndefined();
	});
});

describe('Asked for it', () => {
	const answering = (answer: unknown) => async (): Promise<BinaryNode> => ({
		tag: 'iq',
		attrs: {},
		content: [{ tag: 'result', attrs: {}, content: Buffer.from(JSON.stringify(answer)) }],
	});
	const ask = (answer: unknown) => askNewChatCap(answering(answer), () => NOW);

	test('WhatsApp is asked for new chats with people, and answers', async () => {
		const answer = answering({ data: { xwa2_message_capping_info: WORDS } });
		const query = jest.fn<Promise<BinaryNode>, [BinaryNode]>(answer);
		expect(await askNewChatCap(query, () => NOW)).toEqual(CAP);
		const [node] = query.mock.calls[0] ?? [];
		expect(node?.attrs).toMatchObject({ type: 'get', xmlns: 'w:mex' });
		const [asked] = node?.content as BinaryNode[];
		expect(asked?.attrs).toEqual({ query_id: '24503548349331633' });
		expect(JSON.parse(String(asked?.content))).toEqual({
			variables: { input: { type: 'INDIVIDUAL_NEW_CHAT_MSG' } },
		});
	});

	test('WhatsApp says nothing of it', async () => {
		expect(await ask({ data: { xwa2_message_capping_info: null } })).toBeUndefined();
	});

	test('WhatsApp refuses', async () => {
		const errors = [{ message: 'No', path: ['x'], extensions: { error_code: 429 } }];
		const error = await ask({ data: null, errors }).catch((thrown: unknown) => thrown);
		expect(refusalCode(error)).toBe(429);
	});

	test.each([
		['what is no answer', { data: 'CAPPED' }],
		['another query', { data: { other: 1 } }],
	])('WhatsApp answers %s', async (_what, answer) => {
		await expect(ask(answer)).rejects.toThrow();
	});
});
