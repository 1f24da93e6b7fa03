import { isJidGroup } from '@whiskeysockets/baileys';
import { randomBytes } from 'node:crypto';
import type { Addressing } from './address';
import type { Account } from './registry';
import { Waiters } from './waiting';

/** What a member may do. */
export type Role = 'superadmin' | 'admin' | 'member';

/** Who may add members. */
export type MemberAddMode = 'admin_add' | 'all_member_add';

export interface GroupSubject {
	readonly text: string;
	readonly by: Account;
	readonly atSeconds: number;
}

export interface GroupDescription extends GroupSubject {
	readonly id: string;
}

/** What a group is made of. */
export interface GroupBirth {
	readonly creator: Account;
	readonly subject: string;
	/** By which of their names the members go in this group. */
	readonly addressing: Addressing;
	/** Everyone but the creator. */
	readonly members: readonly Account[];
	readonly atSeconds: number;
}

/** A group: its members and what they set. It knows no stanzas. */
export class Group {
	readonly members = new Map<Account, Role>();

	/** Fed with the group itself after each change. */
	readonly changes = new Waiters<Group>();

	readonly creator: Account;
	addressing: Addressing;
	readonly createdAtSeconds: number;
	subject: GroupSubject;
	description: GroupDescription | undefined;

	/** Only admins may write. */
	announcement = false;

	/** Only admins may change subject, description and disappearing messages. */
	locked = false;

	/** After how many seconds messages disappear; 0 for never. */
	ephemeralSeconds = 0;
	memberAddMode: MemberAddMode = 'all_member_add';

	/** Whether those who join by invite should be approved first. Kept and shown, but nobody is made to wait. */
	joinApproval = false;
	inviteCode = newInviteCode();

	constructor(
		readonly jid: string,
		{ creator, subject, addressing, members, atSeconds }: GroupBirth,
	) {
		this.creator = creator;
		this.addressing = addressing;
		this.createdAtSeconds = atSeconds;
		this.subject = { text: subject, by: creator, atSeconds };
		for (const member of [creator, ...members]) this.members.set(member, 'member');
		this.members.set(creator, 'superadmin');
	}

	isMember(account: Account): boolean {
		return this.members.has(account);
	}

	isAdmin(account: Account): boolean {
		return (this.members.get(account) ?? 'member') !== 'member';
	}

	mayWrite(account: Account): boolean {
		return this.isMember(account) && (!this.announcement || this.isAdmin(account));
	}

	/** The invite known so far is worth nothing any more. */
	renewInvite(): void {
		this.inviteCode = newInviteCode();
	}
}

/** All groups that exist on this WhatsApp. */
export class Groups {
	readonly #byJid = new Map<string, Group>();

	create(birth: GroupBirth): Group {
		// Those of WhatsApp look like this; ours are counted, so that a failing test prints the same each time.
		const user = `120363${String(this.#byJid.size + 1).padStart(12, '0')}`;
		const group = new Group(`${user}@g.us`, birth);
		this.#byJid.set(group.jid, group);
		return group;
	}

	find(jid: string | undefined): Group | undefined {
		return this.#byJid.get(jid ?? '');
	}

	/** The group a message is to be sent to; `undefined` for chats that are none. */
	addressed(jid: string): Group | undefined {
		const group = this.find(jid);
		if (!group && isJidGroup(jid)) throw new Error(`There is no group ${jid}`);
		return group;
	}

	/** The groups somebody is in. */
	of(account: Account): Group[] {
		return [...this.#byJid.values()].filter((group) => group.isMember(account));
	}

	invitedBy(code: string | undefined): Group | undefined {
		return [...this.#byJid.values()].find(({ inviteCode }) => inviteCode === code);
	}

	close(): void {
		for (const { changes } of this.#byJid.values()) changes.close();
	}
}

/** Codes of WhatsApp's invite links have 22 characters. */
function newInviteCode(): string {
	return randomBytes(16).toString('base64url');
}
