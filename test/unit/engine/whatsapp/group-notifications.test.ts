import type { BinaryNode } from '@whiskeysockets/baileys';
import {
	parseParticipantsChanges,
	subjectIn,
} from '../../../../engine/whatsapp/group-notifications';

const NOW = 1_700_000_000_000;
const GROUP = '120363000000000001@g.us';
const ANA = '5511900000001@s.whatsapp.net';
const BOB = '5511900000002@s.whatsapp.net';
const BOB_LID = '81896604192873@lid';

const ME = { jid: '5511900000003:7@s.whatsapp.net', lid: '81896604192875:7@lid' };

const person = (jid: string, more = {}): BinaryNode => ({
	tag: 'participant',
	attrs: { jid, ...more },
});

function notification(children: BinaryNode[], attrs: Record<string, string> = {}): BinaryNode {
	return {
		tag: 'notification',
		attrs: { id: 'N1', from: GROUP, type: 'w:gp2', t: '1600000000', participant: ANA, ...attrs },
		content: children,
	};
}

const changesIn = (children: BinaryNode[], attrs?: Record<string, string>) =>
	parseParticipantsChanges(notification(children, attrs), ME, NOW);

describe('A change of participants', () => {
	it.each([
		['add', 'added'],
		['remove', 'removed'],
		['leave', 'left'],
		['promote', 'promoted'],
		['demote', 'demoted'],
	])('<%s> says who was %s, by whom, and when', (tag, change) => {
		const content = [person(BOB, { lid: BOB_LID })];
		expect(changesIn([{ tag, attrs: {}, content }])).toEqual([
			{
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
		const remove = { tag: 'remove', attrs: {}, content: [person(BOB_LID, { phone_number: BOB })] };
		const addresses: Record<string, string>[] = [
			{ participant: BOB_LID, participant_pn: BOB },
			{ participant: BOB },
			{ participant: `${BOB_LID.replace('@', ':3@')}` },
		];
		for (const attrs of addresses) {
			expect(changesIn([remove], attrs)).toMatchObject([{ change: 'left' }]);
		}
	});

	it('of several, one of whom leaves, is two', () => {
		const remove = { tag: 'remove', attrs: {}, content: [person(ANA), person(BOB)] };
		expect(changesIn([remove])).toMatchObject([
			{ change: 'removed', participants: [{ jid: BOB }] },
			{ change: 'left', participants: [{ jid: ANA }] },
		]);
	});

	it('says why, and may come without who did it or when', () => {
		const { attrs, content } = notification([
			{ tag: 'add', attrs: { reason: 'invite' }, content: [person(BOB)] },
		]);
		const { participant: _, t: __, ...rest } = attrs;
		expect(
			parseParticipantsChanges({ tag: 'notification', attrs: rest, content }, ME, NOW),
		).toMatchObject([{ by: null, reason: 'invite', at: NOW }]);
	});

	it('adds us, where we are given the whole group', () => {
		const group = { tag: 'group', attrs: { id: GROUP.split('@')[0] ?? '', subject: 'Trio' } };
		const create = { tag: 'create', attrs: { reason: 'invite' }, content: [group] };
		const own = { jid: '5511900000003@s.whatsapp.net', alt: '81896604192875@lid' };
		expect(changesIn([create])).toMatchObject([
			{ change: 'added', participants: [own], by: { jid: ANA }, reason: 'invite' },
		]);
		const founded = { ...create, attrs: { type: 'new' } };
		expect(changesIn([founded])).toMatchObject([{ change: 'added', participants: [own] }]);
		expect(changesIn([founded], { participant: own.jid })).toEqual([]);
	});

	it.each<[string, BinaryNode[]]>([
		['another subject', [{ tag: 'subject', attrs: { subject: 'Trio' } }]],
		['nobody', [{ tag: 'add', attrs: {}, content: [] }]],
		['people without an address', [{ tag: 'add', attrs: {}, content: [person('')] }]],
		['nothing', []],
	])('is not %s', (_, children) => {
		expect(changesIn(children)).toEqual([]);
	});
});

describe('The subject of a group', () => {
	const subject = { tag: 'subject', attrs: { subject: 'Trio' } };

	it.each([
		['by its change', subject],
		['by the whole group', { tag: 'create', attrs: {}, content: [{ ...subject, tag: 'group' }] }],
	])('is told %s', (_, child) => {
		expect(subjectIn(notification([child]))).toEqual({ id: GROUP, name: 'Trio' });
	});

	it('is not told by other changes', () => {
		expect(subjectIn(notification([{ tag: 'add', attrs: {} }]))).toBeUndefined();
	});
});
