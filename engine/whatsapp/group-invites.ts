import { getBinaryNodeChild, type BinaryNode } from '@whiskeysockets/baileys';
import type { JoinStatus } from '../gateway/contract';
import { readFacts, type GroupFacts } from './group-facts';
import { ALL_GROUPS, type AskGroups } from './group-query';
import { QueryTimeout, refusalCode } from './query-errors';

type Named = Pick<GroupFacts, 'id' | 'subject'>;

/** An invite that came as a message. */
export interface PersonalInvite extends Named {
	code: string;
	/** As the message says it: WhatsApp compares it. */
	expiresAtSeconds: number;
	/** Who sent it. */
	admin: string;
}

/** Ways into a group. */
export interface GroupInvites {
	/** The code of its invite link. */
	inviteCode(group: string): Promise<string>;
	/** A new one: the old one is worth nothing any more. */
	renewInvite(group: string): Promise<string>;
	/** The group that a code leads to. */
	invitedTo(code: string): Promise<GroupFacts>;
	join(code: string, group: Named): Promise<JoinStatus>;
	accept(invite: PersonalInvite): Promise<JoinStatus>;
}

/** WhatsApp's number where whoever wants to join is a member already. */
const MEMBER = 409;

export function createGroupInvites(
	ask: AskGroups,
	onNamed: (group: string, subject: string) => void,
): GroupInvites {
	/** `<invite code/>` of one group. */
	async function codeOf(type: 'get' | 'set', group: string): Promise<string> {
		const answer = await ask(type, group, { tag: 'invite', attrs: {} });
		const code = getBinaryNodeChild(answer, 'invite')?.attrs.code;
		if (!code) throw new QueryTimeout();
		return code;
	}

	/** Where an admin must approve, `<membership_approval_request/>` is the answer (whatsmeow, JoinGroupWithLink). */
	async function enter(to: string, child: BinaryNode, group: Named): Promise<JoinStatus> {
		try {
			const answer = await ask('set', to, child);
			if (!answer) throw new QueryTimeout();
			if (getBinaryNodeChild(answer, 'membership_approval_request')) return 'requested';
		} catch (error) {
			if (refusalCode(error) === MEMBER) return 'alreadyMember';
			throw error;
		}
		onNamed(group.id, group.subject);
		return 'joined';
	}

	return {
		inviteCode: (group) => codeOf('get', group),
		renewInvite: (group) => codeOf('set', group),
		async invitedTo(code) {
			const answer = await ask('get', ALL_GROUPS, { tag: 'invite', attrs: { code } });
			const group = getBinaryNodeChild(answer, 'group');
			if (!group) throw new QueryTimeout();
			return readFacts(group);
		},
		join: (code, group) => enter(ALL_GROUPS, { tag: 'invite', attrs: { code } }, group),
		// Not Baileys' own `groupAcceptInviteV4`: it makes up a message in the group.
		accept({ code, expiresAtSeconds, admin, ...group }) {
			const attrs = { code, expiration: String(expiresAtSeconds), admin };
			return enter(group.id, { tag: 'accept', attrs }, group);
		},
	};
}
