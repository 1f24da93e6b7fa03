import {
	getBinaryNodeChild,
	getBinaryNodeChildren,
	type BinaryNode,
} from '@whiskeysockets/baileys';
import { withoutDevice } from '../content/jid';
import type { ParticipantChange } from '../gateway/contract';
import type { GroupName } from './group-cache';
import type { MemberAddress } from './group-facts';
import type { Me } from './incoming';
import { timeIn } from './stanzas';

/** Members of a group came, went, or changed their role. */
export interface ParticipantsChange {
	/** The stanza's. */
	id: string;
	group: string;
	change: ParticipantChange;
	participants: MemberAddress[];
	/** Who did it; null where the stanza does not say. */
	by: MemberAddress | null;
	reason: string | null;
	at: number;
}

const CHANGES: Readonly<Record<string, ParticipantChange>> = {
	add: 'added',
	remove: 'removed',
	leave: 'left',
	promote: 'promoted',
	demote: 'demoted',
};

/**
 * `<notification type="w:gp2" from="...@g.us" participant [participant_pn|participant_lid] id t>
 * <add [reason="invite"]><participant jid [phone_number|lid]/>...</add></notification>`, and the same with `remove`, `leave`,
 * `promote` and `demote` (lib/Socket/messages-recv.js, handleGroupNotification). Somebody who removes themselves has left.
 * Whoever is added gets the whole group instead: `<create [type="new"] [reason]><group .../></create>` (whatsmeow,
 * parseGroupCreate).
 */
export function parseParticipantsChanges(
	node: BinaryNode,
	me: Me,
	now: number,
): ParticipantsChange[] {
	const { id, from, participant, participant_pn: pn, participant_lid: lid } = node.attrs;
	if (!id || !from) return [];
	const by = participant ? { jid: withoutDevice(participant), alt: pn ?? lid } : null;
	const told = { id, group: from, by, at: timeIn(node) ?? now };
	const listed = Object.entries(CHANGES).flatMap(([tag, change]) => {
		const children = getBinaryNodeChildren(node, tag);
		const reason = children[0]?.attrs.reason ?? null;
		const people = children.flatMap(addressesIn);
		const leaves = (person: MemberAddress) => change === 'removed' && isSame(person, by);
		return [
			{ ...told, change, reason, participants: people.filter((person) => !leaves(person)) },
			{ ...told, change: 'left' as const, reason, participants: people.filter(leaves) },
		].filter(({ participants }) => participants.length > 0);
	});
	const create = getBinaryNodeChild(node, 'create');
	const own = { jid: withoutDevice(me.jid ?? ''), alt: me.lid ? withoutDevice(me.lid) : undefined };
	// Whoever founds a group has added nobody but the others.
	if (!create || (create.attrs.type === 'new' && isSame(own, by))) return listed;
	const reason = create.attrs.reason ?? null;
	return [...listed, { ...told, change: 'added', reason, participants: [own] }];
}

function addressesIn(change: BinaryNode): MemberAddress[] {
	return getBinaryNodeChildren(change, 'participant').flatMap(({ attrs }) =>
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
