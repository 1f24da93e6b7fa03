import {
	generateMessageIDV2,
	getBinaryNodeChild,
	getBinaryNodeChildren,
	type BinaryNode,
	type GroupMetadata,
	type WASocket,
} from '@whiskeysockets/baileys';
import { toIso } from '../content/iso-time';
import type { ChatEntry, Group, GroupRole } from '../gateway/contract';
import type { GroupCache } from './group-cache';
import { createGroupList } from './group-list';
import { hasTimedOut, QueryTimeout } from './query-errors';

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

/** What WhatsApp says of somebody who was to be added. */
export interface Addition extends MemberAddress {
	/** 200: added. */
	code: number;
	/** For a personal invite. `expiresAt` in ms. */
	invite: { code: string; expiresAt: number | undefined } | undefined;
}

export interface Creation {
	id: string;
	subject: string;
	/** Milliseconds since 1970. */
	createdAt: number | undefined;
	/** Ourselves among them. */
	additions: Addition[];
}

/** Each rejects with WhatsApp's refusal (`refusalCode`), or `QueryTimeout`. */
export interface Groups {
	/** The groups that the number is in, to choose from: asked once a minute at most. */
	names(): Promise<ChatEntry[]>;
	get(group: string): Promise<GroupFacts>;
	/** The groups that the number is in. */
	getMany(): Promise<GroupFacts[]>;
	create(subject: string, participants: readonly string[]): Promise<Creation>;
	setDescription(group: string, description: string): Promise<void>;
	addParticipants(group: string, participants: readonly string[]): Promise<Addition[]>;
}

type GroupSocket = Pick<
	WASocket,
	| 'ev'
	| 'query'
	| 'groupMetadata'
	| 'groupFetchAllParticipating'
	| 'groupUpdateDescription'
	| 'groupParticipantsUpdate'
>;

export function createGroups(
	sock: GroupSocket,
	cache: Pick<GroupCache, 'set' | 'forget'>,
	now: () => number,
): Groups {
	return {
		names: createGroupList(sock, now),

		async get(group) {
			const metadata = await sock.groupMetadata(group);
			cache.set(metadata);
			return toFacts(metadata);
		},

		async getMany() {
			const askedAt = now();
			const found = await sock.groupFetchAllParticipating();
			// Baileys goes on with nothing where no answer came.
			if (hasTimedOut(askedAt, now)) throw new QueryTimeout();
			return Object.values(found).map(toFacts);
		},

		/** Not Baileys' own `groupCreate`: it leaves out who was not added, and why. */
		async create(subject, participants) {
			const answer = (await sock.query({
				tag: 'iq',
				attrs: { type: 'set', xmlns: 'w:g2', to: '@g.us' },
				content: [
					{
						tag: 'create',
						attrs: { subject, key: generateMessageIDV2() },
						content: participants.map((jid) => ({ tag: 'participant', attrs: { jid } })),
					},
				],
			})) as BinaryNode | undefined;
			const group = getBinaryNodeChild(answer, 'group');
			const { id, creation } = group?.attrs ?? {};
			if (!id) throw new QueryTimeout();
			return {
				id: id.includes('@') ? id : `${id}@g.us`,
				subject,
				createdAt: milliseconds(creation),
				additions: getBinaryNodeChildren(group, 'participant').map(toAddition),
			};
		},

		setDescription: (group, description) => sock.groupUpdateDescription(group, description),

		async addParticipants(group, participants) {
			const answers = await sock.groupParticipantsUpdate(group, [...participants], 'add');
			cache.forget(group);
			return answers.map(({ content }) => toAddition(content));
		},
	};
}

function toFacts(metadata: GroupMetadata): GroupFacts {
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
			joinApproval: metadata.joinApprovalMode === true,
			ephemeralSeconds: metadata.ephemeralDuration ?? 0,
		},
		isCommunity: metadata.isCommunity === true,
		isCommunityAnnounce: metadata.isCommunityAnnounce === true,
		communityId: metadata.linkedParent ?? null,
	};
}

/** `<participant jid [lid|phone_number] [error="403"]>[<add_request code expiration/>]</participant>` */
function toAddition(node: BinaryNode): Addition {
	const { jid = '', lid, phone_number: phone, error } = node.attrs;
	const request = getBinaryNodeChild(node, 'add_request')?.attrs;
	return {
		jid,
		alt: lid ?? phone,
		code: Number(error ?? 200),
		invite: request?.code
			? { code: request.code, expiresAt: milliseconds(request.expiration) }
			: undefined,
	};
}

/** Of a time in seconds, as stanzas have it. */
function milliseconds(seconds: string | undefined): number | undefined {
	return Number(seconds) * 1000 || undefined;
}
