import {
	getBinaryNodeChild,
	getBinaryNodeChildren,
	type BinaryNode,
} from '@whiskeysockets/baileys';
import { withoutDevice } from '../content/jid';
import type {
	CommunityGroupsChangedEvent,
	GroupChange,
	GroupJoinedEvent,
	JoinRequestChange,
	ParticipantChange,
} from '../gateway/contract';
import type { GroupName } from './group-cache';
import { changesIn } from './group-changes';
import type { MemberAddress } from './group-facts';
import type { Me } from './incoming';
import { timeIn } from './stanzas';

/** What all that is told of a group says. */
interface AboutGroup {
	/** The stanza's. */
	id: string;
	group: string;
	/** Who did it; null where the stanza does not say. */
	by: MemberAddress | null;
	at: number;
}

/** Something that happened to a group. */
export type GroupNotice = AboutGroup &
	(
		| {
				type: 'participants';
				change: ParticipantChange;
				participants: MemberAddress[];
				reason: string | null;
		  }
		| ({ type: 'joined' } & Pick<GroupJoinedEvent, 'how' | 'isNew' | 'size' | 'reason'>)
		| {
				type: 'joinRequest';
				change: JoinRequestChange;
				requesters: MemberAddress[];
				method: string | null;
		  }
		| { type: 'groupChange'; change: GroupChange }
		/** `group` is the community. */
		| ({ type: 'communityGroups' } & Pick<CommunityGroupsChangedEvent, 'change' | 'reason'> & {
					groups: GroupName[];
				})
	);

/**
 * `<notification type="w:gp2" from="...@g.us" participant [participant_pn|participant_lid] id t>` with what has happened
 * (lib/Socket/messages-recv.js, handleGroupNotification; whatsmeow, parseGroupNotification).
 */
export function parseGroupNotices(node: BinaryNode, me: Me, now: number): GroupNotice[] {
	const { id, from, participant, participant_pn: pn, participant_lid: lid } = node.attrs;
	if (!id || !from) return [];
	const by = participant ? { jid: withoutDevice(participant), alt: pn ?? lid } : null;
	const about = { id, group: from, by, at: timeIn(node) ?? now };
	return [
		...participantsIn(node, about),
		...joinedIn(node, about, me),
		...joinRequestsIn(node, about),
		...changesIn(node).map((change) => ({ ...about, type: 'groupChange' as const, change })),
		...communityGroupsIn(node, about),
	];
}

const PARTICIPANT_CHANGES: Readonly<Record<string, ParticipantChange>> = {
	add: 'added',
	remove: 'removed',
	leave: 'left',
	promote: 'promoted',
	demote: 'demoted',
};

/**
 * `<add [reason="invite"]><participant jid [phone_number|lid]/>...</add>`, and the same with `remove`, `leave`, `promote` and
 * `demote`. Somebody who removes themselves has left.
 */
function participantsIn(node: BinaryNode, about: AboutGroup): GroupNotice[] {
	return Object.entries(PARTICIPANT_CHANGES).flatMap(([tag, change]) => {
		const children = getBinaryNodeChildren(node, tag);
		const reason = children[0]?.attrs.reason ?? null;
		const people = children.flatMap((child) => addressesIn(child, 'participant'));
		const leaves = (person: MemberAddress) => change === 'removed' && isSame(person, about.by);
		const told = { ...about, type: 'participants' as const, reason };
		return [
			{ ...told, change, participants: people.filter((person) => !leaves(person)) },
			{ ...told, change: 'left' as const, participants: people.filter(leaves) },
		].filter(({ participants }) => participants.length > 0);
	});
}

/** By which people come into a group by themselves. */
const OWN_REASONS = ['invite', 'linked_group_join'];

/**
 * Whoever comes into a group gets all of it: `<create [type="new"] [reason]><group id subject size .../></create>` (whatsmeow,
 * parseGroupCreate). It is told as a change of participants, too; not of a group of our own: whoever creates it has added
 * nobody but the others.
 */
function joinedIn(node: BinaryNode, about: AboutGroup, me: Me): GroupNotice[] {
	const create = getBinaryNodeChild(node, 'create');
	if (!create) return [];
	const own = {
		jid: withoutDevice(me.jid ?? ''),
		alt: me.lid ? withoutDevice(me.lid) : undefined,
	};
	const isNew = create.attrs.type === 'new';
	const isOurs = isSame(own, about.by);
	const reason = create.attrs.reason ?? null;
	const isOwnDoing = isOurs || OWN_REASONS.includes(reason ?? '');
	const size = Number(getBinaryNodeChild(create, 'group')?.attrs.size) || null;
	const how = isNew && isOurs ? 'created' : isOwnDoing ? 'joined' : 'added';
	const joined = { ...about, type: 'joined' as const, how, isNew, size, reason } as const;
	if (how === 'created') return [joined];
	const added = { change: 'added' as const, participants: [own], reason };
	return [{ ...about, type: 'participants', ...added }, joined];
}

/**
 * `<created_membership_requests request_method><requested_user jid [phone_number]/>...</created_membership_requests>`, without
 * people where it is whoever the stanza names; `<revoked_membership_requests><participant jid/>...` where a request is over
 * and nobody was let in, by whoever had asked or by an admin (WhatsApp Web's WAWebHandleGroupNotification).
 */
function joinRequestsIn(node: BinaryNode, about: AboutGroup): GroupNotice[] {
	const told = { ...about, type: 'joinRequest' as const };
	const created = getBinaryNodeChildren(node, 'created_membership_requests').map((child) => {
		const people = addressesIn(child, 'requested_user');
		const requesters = people.length > 0 || !about.by ? people : [about.by];
		const method = child.attrs.request_method ?? null;
		return { ...told, change: 'requested' as const, requesters, method };
	});
	const revoked = getBinaryNodeChildren(node, 'revoked_membership_requests').flatMap((child) => {
		const people = addressesIn(child, 'participant');
		const withdraws = (person: MemberAddress) => isSame(person, about.by);
		return [
			{ change: 'withdrawn' as const, requesters: people.filter(withdraws) },
			{ change: 'rejected' as const, requesters: people.filter((one) => !withdraws(one)) },
		].map((over) => ({ ...told, ...over, method: null }));
	});
	return [...created, ...revoked].filter(({ requesters }) => requesters.length > 0);
}

/**
 * `<link link_type="sub_group"><group jid subject/>...</link>` from the community, and `link_type="parent_group"` with the
 * community in it from a group; `unlink` with `unlink_type` and `unlink_reason` (whatsmeow, parseGroupChange). What is told of
 * the other groups of a community (`sibling_group`) names no community.
 */
function communityGroupsIn(node: BinaryNode, about: AboutGroup): GroupNotice[] {
	return (['link', 'unlink'] as const).flatMap((tag) =>
		getBinaryNodeChildren(node, tag).flatMap((child): GroupNotice[] => {
			const groups = getBinaryNodeChildren(child, 'group').flatMap(({ attrs }) =>
				attrs.jid ? [{ id: attrs.jid, name: attrs.subject ?? '' }] : [],
			);
			const change = tag === 'link' ? 'linked' : 'unlinked';
			const reason = child.attrs[`${tag}_reason`] ?? null;
			const told = { ...about, type: 'communityGroups' as const, change, reason } as const;
			const kind = child.attrs[`${tag}_type`];
			if (kind === 'sub_group' && groups.length > 0) return [{ ...told, groups }];
			if (kind !== 'parent_group') return [];
			const group = { id: about.group, name: '' };
			return groups.map((community) => ({ ...told, group: community.id, groups: [group] }));
		}),
	);
}

function addressesIn(change: BinaryNode, tag: string): MemberAddress[] {
	return getBinaryNodeChildren(change, tag).flatMap(({ attrs }) =>
		attrs.jid ? [{ jid: withoutDevice(attrs.jid), alt: attrs.lid ?? attrs.phone_number }] : [],
	);
}

function isSame(one: MemberAddress, other: MemberAddress | null): boolean {
	return [one.jid, one.alt].some((jid) => jid && [other?.jid, other?.alt].includes(jid));
}

/** What a group is called from now on, where a notification says it. */
export function subjectIn(node: BinaryNode): GroupName | undefined {
	const group = getBinaryNodeChild(getBinaryNodeChild(node, 'create'), 'group');
	const name = (group ?? getBinaryNodeChild(node, 'subject'))?.attrs.subject;
	return node.attrs.from && name ? { id: node.attrs.from, name } : undefined;
}
