import type { BinaryNode } from '@whiskeysockets/baileys';
import type { GroupChange } from '../../../../engine/gateway/contract';
import { parseGroupNotices, subjectIn } from '../../../../engine/whatsapp/group-notifications';

const NOW = 1_700_000_000_000;
const GROUP = '120363000000000001@g.us';
const COMMUNITY = '120363000000000002@g.us';
const ANA = '5511900000001@s.whatsapp.net';
const BOB = '5511900000002@s.whatsapp.net';
const BOB_LID = '81896604192873@lid';
const CAROL_LID = '81896604192874@lid';

const ME = { jid: '5511900000003:7@s.whatsapp.net', lid: '81896604192875:7@lid' };
const OWN = { jid: '5511900000003@s.whatsapp.net', alt: '81896604192875@lid' };

const node = (
	tag: string,
	attrs: Record<string, string> = {},
	content?: BinaryNode['content'],
): BinaryNode => ({ tag, attrs, content });
const person = (jid: string, more = {}) => node('participant', { jid, ...more });

function notification(children: BinaryNode[], attrs: Record<string, string> = {}): BinaryNode {
	return node(
		'notification',
		{ id: 'N1', from: GROUP, type: 'w:gp2', t: '1600000000', participant: ANA, ...attrs },
		children,
	);
}

const noticesIn = (children: BinaryNode[], attrs?: Record<string, string>) =>
	parseGroupNotices(notification(children, attrs), ME, NOW);

describe('A change of participants', () => {
	it.each([
		['add', 'added'],
		['remove', 'removed'],
		['leave', 'left'],
		['promote', 'promoted'],
		['demote', 'demoted'],
	])('<%s> says who was %s, by whom, and when', (tag, change) => {
		expect(noticesIn([node(tag, {}, [person(BOB, { lid: BOB_LID })])])).toEqual([
			{
				type: 'participants',
				id: 'N1',
				group: GROUP,
				change,
				participants: [{ jid: BOB, alt: BOB_LID }],
				by: { jid: ANA, alt: undefined },
				reason: null,
				at: 1_600_000_000_000,
			},
		]);
	});

	it('by themselves is a leave, under either address', () => {
		const remove = node('remove', {}, [person(BOB_LID, { phone_number: BOB })]);
		const addresses: Record<string, string>[] = [
			{ participant: BOB_LID, participant_pn: BOB },
			{ participant: BOB },
			{ participant: `${BOB_LID.replace('@', ':3@')}` },
		];
		for (const attrs of addresses) {
			expect(noticesIn([remove], attrs)).toMatchObject([{ change: 'left' }]);
		}
	});

	it('of several, one of whom leaves, is two', () => {
		expect(noticesIn([node('remove', {}, [person(ANA), person(BOB)])])).toMatchObject([
			{ change: 'removed', participants: [{ jid: BOB }] },
			{ change: 'left', participants: [{ jid: ANA }] },
		]);
	});

	it('says why, and may come without who did it or when', () => {
		const { attrs, content } = notification([node('add', { reason: 'invite' }, [person(BOB)])]);
		const { participant: _, t: __, ...rest } = attrs;
		expect(parseGroupNotices(node('notification', rest, content), ME, NOW)).toMatchObject([
			{ by: null, reason: 'invite', at: NOW },
		]);
	});

	it.each<[string, BinaryNode[]]>([
		['nobody', [node('add', {}, [])]],
		['people without an address', [node('add', {}, [person('')])]],
		['a tag that every object has', [node('constructor'), node('toString')]],
		['nothing', []],
	])('is not %s', (_, children) => {
		expect(noticesIn(children)).toEqual([]);
	});
});

describe('The whole group', () => {
	const create = (attrs: Record<string, string> = {}, size?: string) =>
		node('create', attrs, [node('group', { id: '1203', subject: 'Trio', ...(size && { size }) })]);

	it.each<[string, Record<string, string>, string, object]>([
		['added to one', {}, ANA, { how: 'added', isNew: false, reason: null }],
		['added to a new one', { type: 'new' }, ANA, { how: 'added', isNew: true }],
		['joining by the link', { reason: 'invite' }, ANA, { how: 'joined', reason: 'invite' }],
		['coming out of the community', { reason: 'linked_group_join' }, ANA, { how: 'joined' }],
		['joining by itself', {}, OWN.jid, { how: 'joined' }],
	])('is told to the number %s, and is a change of participants', (_, attrs, by, joined) => {
		expect(noticesIn([create(attrs, '3')], { participant: by })).toMatchObject([
			{ type: 'participants', change: 'added', participants: [OWN] },
			{ type: 'joined', group: GROUP, by: { jid: by }, size: 3, ...joined },
		]);
	});

	it('of our own has added nobody, under either address of ours', () => {
		for (const participant of [OWN.jid, OWN.alt]) {
			expect(noticesIn([create({ type: 'new' })], { participant })).toMatchObject([
				{ type: 'joined', how: 'created', isNew: true, size: null },
			]);
		}
	});
});

describe('A request to join', () => {
	const requested = (method: string, people: BinaryNode[] = []) =>
		node('created_membership_requests', { request_method: method }, people);
	const user = (jid: string, more = {}) => node('requested_user', { jid, ...more });
	const revoked = (...people: BinaryNode[]) => node('revoked_membership_requests', {}, people);

	it.each([
		['by LID', user(BOB_LID, { phone_number: BOB }), { jid: BOB_LID, alt: BOB }],
		['by phone number', user(BOB), { jid: BOB, alt: undefined }],
	])('says who asks, and how (%s)', (_, child, requester) => {
		expect(noticesIn([requested('invite_link', [child])])).toMatchObject([
			{ type: 'joinRequest', change: 'requested', method: 'invite_link', requesters: [requester] },
		]);
	});

	it('without people is one of whoever the stanza names', () => {
		expect(noticesIn([requested('linked_group_join')])).toMatchObject([
			{ requesters: [{ jid: ANA }], by: { jid: ANA } },
		]);
	});

	it('for others says who wants to add them', () => {
		const people = [user(BOB_LID), user(CAROL_LID)];
		expect(noticesIn([requested('non_admin_add', people)])).toMatchObject([
			{
				method: 'non_admin_add',
				by: { jid: ANA },
				requesters: [{ jid: BOB_LID }, { jid: CAROL_LID }],
			},
		]);
	});

	it('is withdrawn by whoever had asked, and rejected by anybody else', () => {
		const attrs = { participant: BOB_LID, participant_pn: BOB };
		expect(noticesIn([revoked(person(BOB_LID, { phone_number: BOB }))], attrs)).toMatchObject([
			{ type: 'joinRequest', change: 'withdrawn', requesters: [{ jid: BOB_LID }], method: null },
		]);
		expect(noticesIn([revoked(person(BOB_LID), person(CAROL_LID))])).toMatchObject([
			{ change: 'rejected', requesters: [{ jid: BOB_LID }, { jid: CAROL_LID }] },
		]);
	});

	it('of nobody is none', () => {
		expect(noticesIn([revoked()])).toEqual([]);
	});
});

describe('A change of a group', () => {
	const bytes = (text: string) => Buffer.from(text);

	it.each<[string, BinaryNode, GroupChange]>([
		['its name', node('subject', { subject: 'Duo' }), { change: 'name', name: 'Duo' }],
		[
			'its description',
			node('description', { id: 'D1' }, [node('body', {}, bytes('Where to?'))]),
			{ change: 'description', description: 'Where to?' },
		],
		[
			'its description, which is gone',
			node('description', { id: 'D1' }, [node('delete')]),
			{ change: 'description', description: null },
		],
		[
			'its invite link',
			node('invite', { code: 'AbC' }),
			{ change: 'inviteLink', inviteLink: 'https://chat.whatsapp.com/AbC' },
		],
		[
			'when messages disappear',
			node('ephemeral', { expiration: '86400' }),
			{ change: 'ephemeral', ephemeralSeconds: 86_400 },
		],
		['that messages stay', node('not_ephemeral'), { change: 'ephemeral', ephemeralSeconds: 0 }],
		...(
			[
				[node('announcement'), { announce: true }],
				[node('not_announcement'), { announce: false }],
				[node('locked'), { restrict: true }],
				[node('unlocked'), { restrict: false }],
				[node('member_link_mode', {}, bytes('admin_link')), { adminsInvite: true }],
				[node('member_link_mode', {}, bytes('all_member_link')), { adminsInvite: false }],
				[node('member_add_mode', {}, 'admin_add'), { adminsAdd: true }],
				[node('member_add_mode', {}, bytes('all_member_add')), { adminsAdd: false }],
				[
					node('membership_approval_mode', {}, [node('group_join', { state: 'on' })]),
					{ joinApproval: true },
				],
				[
					node('membership_approval_mode', {}, [node('group_join', { state: 'off' })]),
					{ joinApproval: false },
				],
			] as const
		).map(([child, settings]): [string, BinaryNode, GroupChange] => [
			JSON.stringify(settings),
			child,
			{ change: 'settings', settings },
		]),
	])('says %s', (_, child, change) => {
		expect(noticesIn([child])).toEqual([
			{
				type: 'groupChange',
				id: 'N1',
				group: GROUP,
				by: { jid: ANA, alt: undefined },
				at: 1_600_000_000_000,
				change,
			},
		]);
	});

	it('of several settings is one', () => {
		expect(noticesIn([node('announcement'), node('locked')])).toMatchObject([
			{ change: { change: 'settings', settings: { announce: true, restrict: true } } },
		]);
	});

	it.each([
		['a link without a code', node('invite')],
		['a subject without words', node('subject')],
		['a mode that nobody knows', node('member_link_mode', {}, 'nobody')],
	])('is not %s', (_, child) => {
		expect(noticesIn([child])).toEqual([]);
	});
});

describe('The groups of a community', () => {
	const group = (jid: string, subject: string) => node('group', { jid, subject });

	it('are told by the community', () => {
		const link = node('link', { link_type: 'sub_group' }, [group(GROUP, 'Trio')]);
		expect(noticesIn([link], { from: COMMUNITY })).toMatchObject([
			{
				type: 'communityGroups',
				group: COMMUNITY,
				change: 'linked',
				groups: [{ id: GROUP, name: 'Trio' }],
				by: { jid: ANA },
				reason: null,
			},
		]);
	});

	it('are told by the group', () => {
		const attrs = { unlink_type: 'parent_group', unlink_reason: 'delete_parent' };
		const unlink = node('unlink', attrs, [group(COMMUNITY, 'Neighbours')]);
		expect(noticesIn([unlink])).toMatchObject([
			{
				type: 'communityGroups',
				group: COMMUNITY,
				change: 'unlinked',
				groups: [{ id: GROUP }],
				reason: 'delete_parent',
			},
		]);
	});

	it('are not told by what names no community', () => {
		const link = node('link', { link_type: 'sibling_group' }, [group(GROUP, 'Trio')]);
		expect(noticesIn([link, node('link', { link_type: 'sub_group' }, [])])).toEqual([]);
	});
});

describe('The subject of a group', () => {
	it.each([
		['by its change', node('subject', { subject: 'Trio' })],
		['by the whole group', node('create', {}, [node('group', { subject: 'Trio' })])],
	])('is told %s', (_, child) => {
		expect(subjectIn(notification([child]))).toEqual({ id: GROUP, name: 'Trio' });
	});

	it('is not told by other changes', () => {
		expect(subjectIn(notification([node('add')]))).toBeUndefined();
	});
});
