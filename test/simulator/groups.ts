import { isJidGroup } from '@whiskeysockets/baileys';
import { randomBytes } from 'node:crypto';
import type { Addressing } from './address';
import type { Picture } from './picture';
import type { Account } from './registry';
import { Waiters } from './waiting';

/** What a member may do. */
export type Role = 'superadmin' | 'admin' | 'member';

/** Who may add members. */
export type MemberAddMode = 'admin_add' | 'all_member_add';

/** Who may see and share the invite link. */
export type MemberLinkMode = 'admin_link' | 'all_member_link';

/** WhatsApp's own. */
const MAX_MEMBERS = 1_024;

/** How long an invite to one person is good for. */
const INVITE_SECONDS = 3 * 24 * 60 * 60;

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

/** An invite to one person, who could not be added. */
export interface PersonalInvite {
	readonly code: string;
	readonly expiresAtSeconds: number;
	/** Who wanted to add them. */
	readonly admin: Account;
}

/** What makes a community of a group. */
export interface CommunityTraits {
	/** Where admins write to everybody in the community. It has the same members. */
	readonly announcementGroup: Group;
	/** Whether members who are no admins may add groups. */
	membersAddGroups: boolean;
}

/** A group: its members and what they set. It knows no stanzas. */
export class Group {
	members = new Map<Account, Role>();

	/** Fed with the group itself after each change. */
	readonly changes = new Waiters<Group>();

	readonly creator: Account;
	addressing: Addressing;
	readonly createdAtSeconds: number;
	subject: GroupSubject;
	description: GroupDescription | undefined;
	picture: Picture | undefined;

	/** Only admins may write. */
	announcement = false;

	/** Only admins may change subject, description and disappearing messages. */
	locked = false;

	/** After how many seconds messages disappear; 0 for never. */
	ephemeralSeconds = 0;
	memberAddMode: MemberAddMode = 'all_member_add';

	memberLinkMode: MemberLinkMode = 'admin_link';

	/** Whether those who join by the link wait for an admin. */
	joinApproval = false;
	inviteCode = newInviteCode();

	/** Those who wait, and since when. */
	readonly requests = new Map<Account, number>();

	/** Those who were taken out: the link does not let them in again. */
	readonly removed = new Set<Account>();

	/** How many members there may be. */
	capacity = MAX_MEMBERS;

	readonly #invites = new Map<Account, PersonalInvite>();
	readonly #oldCodes = new Set<string>();

	/** Only of communities. */
	community: CommunityTraits | undefined;

	/** The community that it belongs to. */
	parent: Group | undefined;

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

	get isFull(): boolean {
		return this.members.size >= this.capacity;
	}

	/** The link known so far is worth nothing any more. */
	renewInvite(): void {
		this.#oldCodes.add(this.inviteCode);
		this.inviteCode = newInviteCode();
	}

	hasRevoked(code: string): boolean {
		return this.#oldCodes.has(code);
	}

	/** An invite for one person; the one before is worth nothing any more. */
	invite(account: Account, admin: Account, nowSeconds: number): PersonalInvite {
		const code = newInviteCode();
		const invite = { code, expiresAtSeconds: nowSeconds + INVITE_SECONDS, admin };
		this.#invites.set(account, invite);
		return invite;
	}

	inviteOf(account: Account): PersonalInvite | undefined {
		return this.#invites.get(account);
	}

	/** They are in: nobody waits for them or invites them any more. */
	letIn(account: Account): void {
		this.members.set(account, 'member');
		this.requests.delete(account);
		this.removed.delete(account);
		this.#invites.delete(account);
	}
}

/** All groups that exist on this WhatsApp. */
export class Groups {
	readonly #byJid = new Map<string, Group>();
	#created = 0;

	create(birth: GroupBirth): Group {
		// Those of WhatsApp look like this; ours are counted, so that a failing test prints the same each time.
		const user = `120363${String(++this.#created).padStart(12, '0')}`;
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

	/** The groups of a community, its announcement group first. */
	subGroupsOf(community: Group): Group[] {
		return [...this.#byJid.values()].filter(({ parent }) => parent === community);
	}

	remove(group: Group): void {
		this.#byJid.delete(group.jid);
	}

	/** The groups somebody is in. */
	of(account: Account): Group[] {
		return [...this.#byJid.values()].filter((group) => group.isMember(account));
	}

	invitedBy(code: string | undefined): Group | undefined {
		return [...this.#byJid.values()].find(({ inviteCode }) => inviteCode === code);
	}

	/** Whether a code led to a group once. */
	hasRevoked(code: string): boolean {
		return [...this.#byJid.values()].some((group) => group.hasRevoked(code));
	}

	close(): void {
		for (const { changes } of this.#byJid.values()) changes.close();
	}
}

/** Codes of WhatsApp's invite links have 22 characters. */
function newInviteCode(): string {
	return randomBytes(16).toString('base64url');
}
