import {
	getBinaryNodeChildString,
	type BinaryNode,
	type GroupMetadata,
} from '@whiskeysockets/baileys';
import { extractGroupMetadata } from '@whiskeysockets/baileys/lib/Socket/groups.js';
import { toIso } from '../content/iso-time';
import type { Group, GroupRole } from '../gateway/contract';
import { milliseconds } from './group-query';
import { QueryTimeout } from './query-errors';

/** Somebody by the address that a group has of them, and by the other one where WhatsApp tells it. */
export interface MemberAddress {
	jid: string;
	alt: string | undefined;
}

/** A group as WhatsApp tells of it, its people by their addresses alone. */
export interface GroupFacts extends Omit<Group, 'owner' | 'participants'> {
	owner: MemberAddress | null;
	participants: (MemberAddress & { role: GroupRole })[];
}

/** A group that is new. */
export interface Created {
	id: string;
	/** Milliseconds since 1970. */
	createdAt: number | undefined;
}

/** `<group id creation>…</group>`; undefined: no answer came in time. */
export function readCreated(group: BinaryNode | undefined): Created {
	const { id, creation } = group?.attrs ?? {};
	if (!id) throw new QueryTimeout();
	return { id: groupJid(id), createdAt: milliseconds(creation) };
}

/** Where WhatsApp tells of a group it leaves the server out. */
export function groupJid(id: string): string {
	return id.includes('@') ? id : `${id}@g.us`;
}

/** What Baileys reads of a `<group>`. */
export function readMetadata(group: BinaryNode): GroupMetadata {
	return extractGroupMetadata({ tag: 'iq', attrs: {}, content: [group] });
}

/** What we tell of a `<group>`. */
export function readFacts(group: BinaryNode): GroupFacts {
	const metadata = readMetadata(group);
	const { id, subject, desc, owner, ownerPn, creation, participants } = metadata;
	return {
		id,
		subject,
		description: desc || null,
		owner: owner ? { jid: owner, alt: ownerPn } : null,
		createdAt: toIso(creation && creation * 1000),
		size: metadata.size ?? participants.length,
		participants: participants.map((one) => ({
			jid: one.id,
			alt: one.lid ?? one.phoneNumber,
			role: one.admin ?? 'member',
		})),
		settings: {
			announce: metadata.announce === true,
			restrict: metadata.restrict === true,
			adminsAdd: metadata.memberAddMode !== true,
			// Baileys does not read it.
			adminsInvite: getBinaryNodeChildString(group, 'member_link_mode') !== 'all_member_link',
			joinApproval: metadata.joinApprovalMode === true,
			ephemeralSeconds: metadata.ephemeralDuration ?? 0,
		},
		isCommunity: metadata.isCommunity === true,
		isCommunityAnnounce: metadata.isCommunityAnnounce === true,
		communityId: metadata.linkedParent ?? null,
	};
}
