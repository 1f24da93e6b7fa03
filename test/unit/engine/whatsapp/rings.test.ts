import type { BinaryNode } from '@whiskeysockets/baileys';
import {
	createRings,
	newCallId,
	parseRingReceipt,
	parseRingStep,
} from '../../../../engine/whatsapp/rings';

const ME = { jid: '5511900000001:3@s.whatsapp.net', lid: '81896604192874:3@lid' };
const BOB_LID = '81896604192873@lid';

const told = (
	tag: string,
	creator = ME.lid,
	from = `${BOB_LID.replace('@', ':2@')}`,
): BinaryNode => ({
	tag: 'call',
	attrs: { id: 'S1', from },
	content: [{ tag, attrs: { 'call-id': 'C1', 'call-creator': creator } }],
});

describe('What becomes of a call of ours', () => {
	it.each([
		['preaccept', 'reached'],
		['accept', 'answered'],
		['reject', 'rejected'],
	])('is told by %s', (tag, step) => {
		expect(parseRingStep(told(tag), ME)).toEqual({ callId: 'C1', step });
	});

	it.each<[string, BinaryNode]>([
		['how the sound travels', told('transport')],
		['what came of a call to us', told('accept', BOB_LID)],
		['what our phone says', told('accept', ME.lid, ME.lid)],
		['nothing', { tag: 'call', attrs: { from: BOB_LID } }],
	])('is not %s', (_, node) => {
		expect(parseRingStep(node, ME)).toBeUndefined();
	});

	it('begins with the receipt of a phone that rings', () => {
		const offer = { tag: 'offer', attrs: { 'call-id': 'C1', 'call-creator': ME.lid } };
		const receipt = { tag: 'receipt', attrs: { id: 'S1', from: BOB_LID } };
		expect(parseRingReceipt({ ...receipt, content: [offer] })).toEqual({
			...{ callId: 'C1', step: 'reached' },
		});
		expect(parseRingReceipt(receipt)).toBeUndefined();
	});
});

describe('A call of ours', () => {
	const token = Buffer.from('token');
	const asked: BinaryNode[] = [];
	const rings = createRings({
		sock: {
			async query(node: BinaryNode) {
				asked.push(node);
				return { tag: 'ack', attrs: {} };
			},
			createParticipantNodes: async (jids: string[]) => ({
				nodes: jids.map((jid) => ({ tag: 'to', attrs: { jid } })),
				shouldIncludeDeviceIdentity: true,
			}),
			authState: {
				creds: { account: { details: Buffer.from('d') } },
				keys: { get: async () => ({ [BOB_LID]: { token } }) },
			},
		} as never,
		devicesOf: async (jid) => [jid],
		me: () => ME,
	});
	beforeEach(() => asked.splice(0));

	const tags = () =>
		asked.map(({ attrs, content }) => [
			attrs.to,
			...(content as BinaryNode[]).map(({ tag, attrs: about }) => [tag, about]),
		]);

	it('has an ID as those of WhatsApp', () => {
		expect(newCallId()).toMatch(/^[0-9A-F]{32}$/);
	});

	it('is an offer to all devices, with what WhatsApp wants of those who call', async () => {
		await rings.ring(BOB_LID, 'C1');
		expect(tags()).toEqual([[BOB_LID, ['offer', { 'call-id': 'C1', 'call-creator': ME.lid }]]]);
		const [offer] = asked[0]?.content as BinaryNode[];
		expect((offer?.content as BinaryNode[]).map(({ tag }) => tag)).toEqual([
			...['privacy', 'audio', 'audio', 'net', 'capability', 'destination', 'encopt'],
			'device-identity',
		]);
	});

	it('goes by numbers where no LID is known, and ends', async () => {
		await rings.hangUp('5511900000002@s.whatsapp.net', 'C1');
		expect(tags()).toEqual([
			['5511900000002@s.whatsapp.net', ['terminate', { 'call-id': 'C1', 'call-creator': ME.jid }]],
		]);
	});
});
