import { proto, type BinaryNode } from '@whiskeysockets/baileys';
import { createCallActions, parseCall, parseCallLog } from '../../../../engine/whatsapp/calls';

const NOW = 1_700_000_000_000;
const ME = { jid: '5511900000001:3@s.whatsapp.net', lid: '81896604192874:3@lid' };
const BOB = '5511900000002@s.whatsapp.net';
const BOB_LID = '81896604192873@lid';
const BOBS_PHONE = '81896604192873:7@lid';
const GROUP = '120363000000000001@g.us';

const call = (
	tag: string,
	step: Record<string, string> = {},
	attrs: Record<string, string> = {},
	content: BinaryNode[] = [],
): BinaryNode => ({
	tag: 'call',
	attrs: { id: 'S1', from: BOB_LID, t: '1600000000', ...attrs },
	content: [{ tag, attrs: { 'call-id': 'C1', 'call-creator': BOBS_PHONE, ...step }, content }],
});

const stepIn = (node: BinaryNode) => parseCall(node, ME, NOW);

describe('The offer of a call', () => {
	it('says who calls, and when', () => {
		expect(stepIn(call('offer', { caller_pn: BOB }))).toEqual({
			step: 'offered',
			callId: 'C1',
			creator: BOBS_PHONE,
			caller: { jid: BOB_LID, alt: BOB },
			group: null,
			isVideo: false,
			wasOffline: false,
			at: 1_600_000_000_000,
		});
	});

	it('is with video, where it has a picture or its notice says so', () => {
		const video = call('offer', {}, {}, [{ tag: 'video', attrs: {} }]);
		expect(stepIn(video)).toMatchObject({ isVideo: true });
		expect(stepIn(call('offer_notice', { media: 'video' }))).toMatchObject({ isVideo: true });
		expect(stepIn(call('offer_notice', { media: 'audio' }))).toMatchObject({ isVideo: false });
	});

	it('may call a group, and may have waited for the login', () => {
		expect(stepIn(call('offer', { 'group-jid': GROUP }, { offline: '0' }))).toMatchObject({
			group: GROUP,
			wasOffline: true,
		});
	});
});

describe('What becomes of a call', () => {
	const byUs = { from: ME.lid };

	it.each<[string, BinaryNode, object]>([
		['that it was answered elsewhere', ended('accepted_elsewhere'), { step: 'answered' }],
		['that our phone has answered', call('accept', {}, byUs), { step: 'answered' }],
		['that it was rejected elsewhere', ended('rejected_elsewhere'), { step: 'rejected' }],
		['that our phone has rejected it', call('reject', {}, byUs), { step: 'rejected' }],
		['that nobody has answered', ended('timeout'), { step: 'ended', durationMs: null }],
		['that it is over', call('terminate', { duration: '90000' }), { durationMs: 90_000 }],
		['a reason that nobody knows', ended('constructor'), { step: 'ended' }],
	])('is %s', (_, node, expected) => {
		expect(stepIn(node)).toMatchObject({ callId: 'C1', creator: BOBS_PHONE, ...expected });
	});

	it.each<[string, BinaryNode]>([
		['that somebody else picked up', call('accept')],
		['how the sound travels', call('transport')],
		['a call of our own', call('offer', { 'call-creator': '81896604192874:0@lid' })],
		['a call without an ID', call('offer', { 'call-id': '' })],
		['an empty stanza', { tag: 'call', attrs: { id: 'S1', from: BOB } }],
	])('is not %s', (_, node) => {
		expect(stepIn(node)).toBeUndefined();
	});

	function ended(reason: string): BinaryNode {
		return call('terminate', { reason });
	}
});

describe('The list of calls', () => {
	const { CONNECTED, MISSED, REJECTED, ACCEPTEDELSEWHERE, FAILED } = proto.CallLogRecord.CallResult;
	const record = { callId: 'C1', callCreatorJid: BOBS_PHONE, isIncoming: true, duration: 90 };
	const stepsOf = (callLogRecord: proto.ICallLogRecord, timestamp = NOW) =>
		parseCallLog({ index: ['call_log'], value: { timestamp, callLogAction: { callLogRecord } } });

	it('tells of a call that another device has answered, and how long it took', () => {
		const told = { callId: 'C1', creator: BOBS_PHONE };
		expect(stepsOf({ ...record, callResult: CONNECTED })).toEqual([
			{ ...told, step: 'answered', at: NOW - 90_000, durationMs: null },
			{ ...told, step: 'ended', at: NOW, durationMs: 90_000 },
		]);
	});

	it.each([
		[MISSED, ['ended']],
		[REJECTED, ['rejected']],
		[ACCEPTEDELSEWHERE, ['answered']],
		[FAILED, []],
	])('tells what became of others (%s)', (callResult, expected) => {
		expect(stepsOf({ ...record, callResult }).map(({ step }) => step)).toEqual(expected);
	});

	it.each<[string, proto.ICallLogRecord]>([
		['calls of our own', { ...record, isIncoming: false }],
		['a call without an ID', { ...record, callId: null }],
		['nothing', {}],
	])('says nothing of %s', (_, callLogRecord) => {
		expect(stepsOf(callLogRecord)).toEqual([]);
		expect(parseCallLog({ index: ['archive'], value: undefined })).toEqual([]);
	});
});

describe('A call', () => {
	const name = { callId: 'C1', creator: BOBS_PHONE };
	const ack = (attrs: Record<string, string> = {}) => ({ tag: 'ack', attrs });

	it('is rejected as it was offered', async () => {
		const query = jest.fn(async () => ack());
		await createCallActions({ query }).reject(name);
		expect(query.mock.calls).toEqual([
			[
				{
					tag: 'call',
					attrs: { to: BOB_LID },
					content: [
						{ tag: 'reject', attrs: { 'call-id': 'C1', 'call-creator': BOBS_PHONE, count: '0' } },
					],
				},
			],
		]);
	});

	it('is not, where WhatsApp says so or does not answer', async () => {
		const refused = createCallActions({ query: async () => ack({ error: '404' }) });
		await expect(refused.reject(name)).rejects.toMatchObject({ data: 404 });
		const silent = createCallActions({ query: async () => undefined });
		await expect(silent.reject(name)).rejects.toThrow('did not answer');
	});
});
