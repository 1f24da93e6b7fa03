import type { BinaryNode } from '@whiskeysockets/baileys';
import { parseCallOffer } from '../../../../engine/whatsapp/calls';

const NOW = 1_700_000_000_000;
const ME = { jid: '5511900000001:3@s.whatsapp.net', lid: '81896604192874:3@lid' };
const BOB = '5511900000002@s.whatsapp.net';
const BOB_LID = '81896604192873@lid';
const GROUP = '120363000000000001@g.us';

const call = (
	tag: string,
	offer: Record<string, string> = {},
	attrs: Record<string, string> = {},
	content: BinaryNode[] = [],
): BinaryNode => ({
	tag: 'call',
	attrs: { id: 'S1', from: BOB_LID, t: '1600000000', ...attrs },
	content: [
		{ tag, attrs: { 'call-id': 'C1', 'call-creator': `81896604192873:7@lid`, ...offer }, content },
	],
});

const offerIn = (node: BinaryNode) => parseCallOffer(node, ME, NOW);

describe('The offer of a call', () => {
	it('says who calls, and when', () => {
		expect(offerIn(call('offer', { caller_pn: BOB }))).toEqual({
			callId: 'C1',
			caller: { jid: BOB_LID, alt: BOB },
			group: null,
			isVideo: false,
			wasOffline: false,
			at: 1_600_000_000_000,
		});
	});

	it('is with video, where it has a picture or its notice says so', () => {
		const video = call('offer', {}, {}, [{ tag: 'video', attrs: {} }]);
		expect(offerIn(video)).toMatchObject({ isVideo: true });
		expect(offerIn(call('offer_notice', { media: 'video' }))).toMatchObject({ isVideo: true });
		expect(offerIn(call('offer_notice', { media: 'audio' }))).toMatchObject({ isVideo: false });
	});

	it('may call a group, and may have waited for the login', () => {
		expect(offerIn(call('offer', { 'group-jid': GROUP }, { offline: '0' }))).toMatchObject({
			group: GROUP,
			wasOffline: true,
		});
	});

	it.each<[string, BinaryNode]>([
		['the end of a call', call('terminate', { reason: 'timeout' })],
		['that somebody picked up', call('accept')],
		['a call of our own', call('offer', { 'call-creator': '81896604192874:0@lid' })],
		['a call without an ID', call('offer', { 'call-id': '' })],
		['an empty stanza', { tag: 'call', attrs: { id: 'S1', from: BOB } }],
	])('is not %s', (_, node) => {
		expect(offerIn(node)).toBeUndefined();
	});
});
