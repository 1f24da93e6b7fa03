import { proto, type BinaryNode } from '@whiskeysockets/baileys';
import { parseNotices } from '../../../../engine/whatsapp/notices';
import { businessOf, hashOf } from '../../../../engine/whatsapp/verified-names';

const NOW = 1_700_000_000_000;
const AT = 1_600_000_000_000;
const GROUP = '120363000000000001@g.us';
const BOB = '5511900000002@s.whatsapp.net';
const BOB_LID = '81896604192873@lid';
const ME = { jid: '5511900000003:7@s.whatsapp.net', lid: '81896604192875:7@lid' };
const OWN = '5511900000003@s.whatsapp.net';

const node = (
	tag: string,
	attrs: Record<string, string> = {},
	content?: BinaryNode['content'],
): BinaryNode => ({ tag, attrs, content });

const noticesIn = (type: string, from: string, ...children: BinaryNode[]) =>
	parseNotices(node('notification', { id: 'N1', from, type, t: '1600000000' }, children), ME, NOW);

const SERVER = 's.whatsapp.net';
const graphQl = (told: unknown) =>
	noticesIn('mex', SERVER, node('update', { op_name: 'Any' }, Buffer.from(JSON.stringify(told))));

describe.each([BOB, BOB_LID])('Somebody (%s)', (bob) => {
	const contact = { jid: bob, alt: undefined };
	const told = { type: 'contactChange', id: 'N1', at: AT, contact };

	it.each([
		['set', { id: '1600000000' }, 'set'],
		['delete', {}, 'removed'],
	])('has another picture (<%s>)', (tag, attrs, picture) => {
		expect(noticesIn('picture', bob, node(tag, { jid: bob, ...attrs }))).toEqual([
			{ ...told, change: { change: 'picture', picture } },
		]);
	});

	it('has another picture, though only a hash is told beside who it is from', () => {
		expect(noticesIn('picture', bob, node('set', { hash: 'aB3d' }))).toMatchObject([{ contact }]);
	});

	it.each([
		['as text', 'On holiday'],
		['as bytes', Buffer.from('On holiday')],
	])('has another about (%s)', (_, content) => {
		expect(noticesIn('status', bob, node('set', {}, content))).toEqual([
			{ ...told, change: { change: 'about', about: 'On holiday' } },
		]);
	});

	it('has no about any more', () => {
		expect(noticesIn('status', bob, node('set', {}, ''))).toMatchObject([
			{ change: { change: 'about', about: null } },
		]);
	});

	const certificate = proto.VerifiedNameCertificate.encode({
		details: proto.VerifiedNameCertificate.Details.encode({ verifiedName: ' Flowers ' }).finish(),
	}).finish();
	const business = { type: 'business', id: 'N1', at: AT, contact };

	it.each([
		['high', 'high'],
		['low', 'low'],
		['unknown', 'unknown'],
		['absolute', 'unknown'],
		[undefined, 'unknown'],
	])('is a business (level %s)', (told, level) => {
		const attrs = { jid: bob, ...(told && { verified_level: told }) };
		expect(noticesIn('business', bob, node('verified_name', attrs, certificate))).toEqual([
			{ ...business, business: { name: 'Flowers', level } },
		]);
	});

	it('is a business whose certificate nobody can read', () => {
		const attrs = { jid: bob, verified_level: 'high' };
		for (const content of [undefined, Buffer.from([255])]) {
			expect(noticesIn('business', bob, node('verified_name', attrs, content))).toEqual([
				{ ...business, business: { name: null, level: 'high' } },
			]);
		}
	});

	it.each(['verified_name', 'remove'])('of whom only a hash is told (<%s>)', (tag) => {
		const hash = hashOf(bob);
		expect(hash).toHaveLength(4);
		expect(noticesIn('business', bob, node(tag, { hash }))).toEqual([
			{ type: 'businessOfHash', id: 'N1', at: AT, hash },
		]);
	});

	it('is no business any more', () => {
		expect(noticesIn('business', bob, node('remove', { jid: bob }))).toEqual([
			{ ...business, business: null },
		]);
	});

	it('says with a message that it is a business', () => {
		const attrs = { id: 'N1', from: bob, t: '1600000000', verified_level: 'low' };
		const message = node('message', attrs, [node('verified_name', {}, certificate), node('enc')]);
		expect(businessOf(message, ME, NOW)).toEqual({
			...business,
			business: { name: 'Flowers', level: 'low' },
		});
		const named = { ...attrs, from: BOB_LID, sender_pn: BOB };
		expect(businessOf(node('message', named), ME, NOW)).toEqual({
			...business,
			contact: { jid: BOB_LID, alt: BOB },
			business: { name: null, level: 'low' },
		});
		const inGroup = { ...attrs, from: GROUP, participant: bob };
		expect(businessOf(node('message', inGroup), ME, NOW)).toBeUndefined();
		const { verified_level: _, ...plain } = attrs;
		expect(businessOf(node('message', plain), ME, NOW)).toBeUndefined();
		expect(businessOf(node('message', { ...attrs, from: OWN }), ME, NOW)).toBeUndefined();
	});

	it('has another security code', () => {
		expect(noticesIn('encrypt', bob, node('identity'))).toEqual([
			{ ...told, change: { change: 'securityCode' } },
		]);
	});

	it.each([
		['whose companion has new keys', 'encrypt', bob.replace('@', ':3@'), node('identity')],
		['who asks for our picture', 'picture', bob, node('request', { jid: bob })],
		['without words', 'status', bob, node('delete')],
	])('%s is as before', (_, type, from, child) => {
		expect(noticesIn(type, from, child)).toEqual([]);
	});
});

describe('Somebody with another number', () => {
	const modify = (more: Record<string, string> = {}) =>
		node('modify', { old: BOB, new: '5511900000009@s.whatsapp.net', ...more });

	it('is told with both', () => {
		const lids = { old_lid: BOB_LID, new_lid: '81896604192899@lid' };
		expect(noticesIn('contacts', BOB, modify(lids))).toEqual([
			{
				type: 'contactChange',
				id: 'N1',
				at: AT,
				contact: { jid: '5511900000009@s.whatsapp.net', alt: '81896604192899@lid' },
				change: { change: 'number', formerAddress: { phone: '5511900000002', lid: BOB_LID } },
			},
		]);
	});

	it('may come without LIDs', () => {
		expect(noticesIn('contacts', BOB, modify())).toMatchObject([
			{ change: { formerAddress: { phone: '5511900000002', lid: null } } },
		]);
	});

	it('is not one who is only to be looked up again', () => {
		expect(noticesIn('contacts', BOB, node('update', { jid: BOB }))).toEqual([]);
	});
});

describe('A group', () => {
	it('has another picture, by somebody', () => {
		const set = node('set', { jid: GROUP, id: '1', author: BOB_LID });
		expect(noticesIn('picture', GROUP, set)).toEqual([
			{
				type: 'groupChange',
				id: 'N1',
				at: AT,
				group: GROUP,
				by: { jid: BOB_LID, alt: undefined },
				change: { change: 'picture', picture: 'set' },
			},
		]);
		expect(noticesIn('picture', GROUP, node('delete', { jid: GROUP }))).toMatchObject([
			{ by: null, change: { picture: 'removed' } },
		]);
	});

	const changed = (mode: string) => ({
		xwa2_notify_group_on_prop_change: {
			id: GROUP,
			properties: { member_link_mode: mode },
			updated_by: { id: BOB_LID, pn: BOB },
		},
	});

	it("lets others hand out the link, as WhatsApp's GraphQL says", () => {
		expect(graphQl({ data: changed('ALL_MEMBER_LINK') })).toEqual([
			{
				type: 'groupChange',
				id: 'N1',
				at: AT,
				group: GROUP,
				by: { jid: BOB_LID, alt: BOB },
				change: { change: 'settings', settings: { adminsInvite: false } },
			},
		]);
	});

	it.each<[string, unknown]>([
		['is about something else', { data: { xwa2_notify_newsletter_on_join: {} } }],
		['has a mode that nobody knows', { data: changed('SOMETIMES') }],
		['is an error', { errors: [{ message: 'no' }] }],
		['is nothing', null],
	])('is as before where that %s', (_, told) => {
		expect(graphQl(told)).toEqual([]);
	});

	it('is as before where that is no JSON', () => {
		expect(noticesIn('mex', SERVER, node('update', {}, 'null and void'))).toEqual([]);
	});
});

describe('The note under "About"', () => {
	const note = (jid: string, more: object) =>
		graphQl({ data: { xwa2_notify_text_status_on_update: { jid, ...more } } });

	it.each([
		['with an emoji', { text: 'Away', emoji: { content: '🌴' } }, '🌴 Away'],
		['of words', { text: 'Away', emoji: null }, 'Away'],
		['that is gone', { text: null }, null],
	])('%s is the about of somebody', (_, more, about) => {
		expect(note(BOB_LID, more)).toEqual([
			{
				type: 'contactChange',
				id: 'N1',
				at: AT,
				contact: { jid: BOB_LID, alt: undefined },
				change: { change: 'about', about },
			},
		]);
	});

	it('of the number itself is its own', () => {
		expect(note(OWN, { text: 'Away' })).toMatchObject([
			{ type: 'profileChange', change: { change: 'about' } },
		]);
	});
});

describe('The number itself', () => {
	it('blocks and unblocks people, under one or both addresses', () => {
		const list = node('blocklist', { dhash: '1' }, [
			node('item', { jid: BOB_LID, pn_jid: BOB, action: 'block' }),
			node('item', { jid: '5511900000004@s.whatsapp.net', action: 'unblock' }),
		]);
		expect(noticesIn('account_sync', OWN, list)).toEqual([
			{
				type: 'blocklist',
				id: 'N1',
				at: AT,
				blocked: [{ jid: BOB_LID, alt: BOB }],
				unblocked: [{ jid: '5511900000004@s.whatsapp.net', alt: undefined }],
			},
		]);
	});

	it('has another list, of which nothing else is told', () => {
		expect(noticesIn('account_sync', OWN, node('blocklist', { action: 'modify' }))).toMatchObject([
			{ type: 'blocklist', blocked: [], unblocked: [] },
		]);
	});

	it.each([
		['picture', 'account_sync', node('picture')],
		['picture', 'picture', node('set', { jid: OWN, id: '1' })],
		['about', 'account_sync', node('status', { action: 'modify' })],
		['about', 'account_sync', node('text_status', { text: 'Away' })],
		['about', 'status', node('set', {}, 'Away')],
	])('has another %s (%s)', (change, type, child) => {
		expect(noticesIn(type, OWN, child)).toEqual([
			{ type: 'profileChange', id: 'N1', at: AT, change: { change } },
		]);
	});

	it.each([
		['another device of ours has new keys', 'encrypt', node('identity')],
		[
			'somebody whose picture we looked at, told by a hash, has another',
			'picture',
			node('set', { hash: 'aB3d' }),
		],
		['something else of the account changes', 'account_sync', node('devices')],
		['its own business is verified', 'business', node('verified_name', { jid: OWN })],
		['something else of its business changes', 'business', node('product_catalog')],
	])('is as before where %s', (_, type, child) => {
		expect(noticesIn(type, OWN, child)).toEqual([]);
	});
});

test('What nobody knows is nothing', () => {
	for (const type of ['business', 'constructor', '']) {
		expect(noticesIn(type, BOB, node('set'))).toEqual([]);
	}
});
