import {
	getBinaryNodeChild,
	getBinaryNodeChildren,
	type BinaryNode,
} from '@whiskeysockets/baileys';
import type { MemberChange, RequestAnswer } from '../gateway/contract';
import type { MemberAddress } from './group-facts';
import type { GroupMembers } from './group-members';
import { milliseconds, type AskGroups } from './group-query';

/** What WhatsApp says of somebody whom something was to be done to. */
export interface MemberAnswer extends MemberAddress {
	/** 200: it was done. */
	code: number;
}

/** What it says of somebody who was to be added. */
export interface Addition extends MemberAnswer {
	/** For a personal invite. `expiresAt` in ms. */
	invite: { code: string; expiresAt: number | undefined } | undefined;
}

/** Somebody who waits to be let in. */
export interface MembershipRequest extends MemberAddress {
	/** `invite_link`, `linked_group_join` or `non_admin_add`. */
	method: string | null;
	/** Milliseconds since 1970. */
	at: number | undefined;
}

/** Who comes and goes, and who is an admin. */
export interface GroupParticipants {
	addParticipants(group: string, people: readonly string[]): Promise<Addition[]>;
	changeParticipants(
		group: string,
		people: readonly string[],
		change: MemberChange,
	): Promise<MemberAnswer[]>;
	requests(group: string): Promise<MembershipRequest[]>;
	/** `people`: by the addresses that their requests have. */
	answerRequests(
		group: string,
		people: readonly string[],
		answer: RequestAnswer,
	): Promise<MemberAnswer[]>;
}

export function createGroupParticipants(
	ask: AskGroups,
	forget: (group: string) => void,
	members: Pick<GroupMembers, 'member'>,
): GroupParticipants {
	async function change(group: string, tag: string, people: readonly string[]) {
		try {
			const answer = await ask('set', group, { tag, attrs: {}, content: listOf(people) });
			return getBinaryNodeChildren(getBinaryNodeChild(answer, tag), 'participant');
		} finally {
			forget(group);
		}
	}

	return {
		addParticipants: async (group, people) => (await change(group, 'add', people)).map(toAddition),

		changeParticipants: (group, people, tag) =>
			askForMembers(group, people, members, (found) => change(group, tag, found)),

		/** `<membership_approval_request jid [phone_number|lid] request_time request_method/>` */
		async requests(group) {
			const tag = 'membership_approval_requests';
			const answer = await ask('get', group, { tag, attrs: {} });
			return getBinaryNodeChildren(
				getBinaryNodeChild(answer, tag),
				'membership_approval_request',
			).map(({ attrs }) => ({
				jid: attrs.jid ?? '',
				alt: attrs.phone_number ?? attrs.lid,
				method: attrs.request_method ?? null,
				at: milliseconds(attrs.request_time),
			}));
		},

		async answerRequests(group, people, answer) {
			const tag = 'membership_requests_action';
			const content = [{ tag: answer, attrs: {}, content: listOf(people) }];
			try {
				const told = await ask('set', group, { tag, attrs: {}, content });
				const answered = getBinaryNodeChild(getBinaryNodeChild(told, tag), answer);
				return getBinaryNodeChildren(answered, 'participant').map(toAnswer);
			} finally {
				forget(group);
			}
		},
	};
}

/**
 * Asks for something to be done to members. WhatsApp knows them by one of their addresses: groups go by phone number or by
 * LID.
 */
export async function askForMembers(
	group: string,
	people: readonly string[],
	{ member }: Pick<GroupMembers, 'member'>,
	ask: (members: readonly string[]) => Promise<BinaryNode[]>,
): Promise<MemberAnswer[]> {
	const members = new Map<string, string>();
	for (const jid of people) members.set((await member(group, jid)) ?? jid, jid);
	const answers = (await ask([...members.keys()])).map(toAnswer);
	return answers.map((answer) => ({ ...answer, alt: answer.alt ?? members.get(answer.jid) }));
}

export function listOf(people: readonly string[]): BinaryNode[] {
	return people.map((jid) => ({ tag: 'participant', attrs: { jid } }));
}

/** `<participant jid [lid|phone_number] [error="404"]/>` */
function toAnswer({
	attrs: { jid = '', lid, phone_number: phone, error },
}: BinaryNode): MemberAnswer {
	return { jid, alt: lid ?? phone, code: Number(error ?? 200) };
}

/** The same; where WhatsApp lets the person be invited with `<add_request code expiration/>` in it. */
export function toAddition(node: BinaryNode): Addition {
	const request = getBinaryNodeChild(node, 'add_request')?.attrs;
	return {
		...toAnswer(node),
		invite: request?.code
			? { code: request.code, expiresAt: milliseconds(request.expiration) }
			: undefined,
	};
}
