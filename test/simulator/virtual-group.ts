import type { BinaryNode, proto } from '@whiskeysockets/baileys';
import type { Addressing } from './address';
import {
	addMembers,
	announce,
	askToJoin,
	changeRoles,
	dropRequests,
	removeMembers,
	rename,
	renewInvite,
} from './group-changes';
import { writeDescription } from './group-stanzas';
import type { Group } from './groups';
import type { Account, Device } from './registry';
import type { RoutingContext } from './routing-context';
import { messageId, stanza } from './stanza';
import { DEFAULT_TIMEOUT_MS } from './waiting';

export interface GroupOptions {
	readonly subject: string;
	/** Numbers; accounts are created when missing. */
	readonly members: readonly string[];
	/** The number of who founds it; the first member when left out. */
	readonly owner?: string;
	/** Whether members go by phone number, as in old groups, or by LID; default `pn`. */
	readonly addressing?: Addressing;
}

/** A group as a test sees and changes it. Changes are made by its owner, on the phone. */
export class VirtualGroup {
	constructor(
		private readonly group: Group,
		private readonly context: RoutingContext,
		private readonly accounts: (numbers: readonly string[]) => Promise<Account[]>,
	) {}

	/** The JID. */
	get id(): string {
		return this.group.jid;
	}

	get subject(): string {
		return this.group.subject.text;
	}

	/** Empty when there is none. */
	get description(): string {
		return this.group.description?.text ?? '';
	}

	/** WhatsApp's ID of the picture; undefined: there is none. */
	get pictureId(): string | undefined {
		return this.group.picture?.id;
	}

	get addressing(): Addressing {
		return this.group.addressing;
	}

	/** The numbers of its members, the owner's among them. */
	get members(): string[] {
		return [...this.group.members.keys()].map(({ number }) => number);
	}

	/** The numbers of its admins. */
	get admins(): string[] {
		const admins = [...this.group.members.keys()].filter((account) => this.group.isAdmin(account));
		return admins.map(({ number }) => number);
	}

	/** Whether only admins may write. */
	get announcement(): boolean {
		return this.group.announcement;
	}

	/** Whether only admins may change subject, description and disappearing messages. */
	get locked(): boolean {
		return this.group.locked;
	}

	/** After how many seconds messages disappear; 0 for never. */
	get ephemeralSeconds(): number {
		return this.group.ephemeralSeconds;
	}

	/** Whether only admins may add members. */
	get adminsAdd(): boolean {
		return this.group.memberAddMode === 'admin_add';
	}

	/** Whether only admins may share the invite link. */
	get adminsInvite(): boolean {
		return this.group.memberLinkMode === 'admin_link';
	}

	/** Whether those who join by the link wait for an admin. */
	get joinApproval(): boolean {
		return this.group.joinApproval;
	}

	/** The numbers of those who wait to be let in. */
	get requests(): string[] {
		return [...this.group.requests.keys()].map(({ number }) => number);
	}

	/** The code at the end of the invite link. */
	get inviteCode(): string {
		return this.group.inviteCode;
	}

	/** Members go by their other names from now on. Nobody is told: whoever writes to the old ones is refused (421). */
	changeAddressing(addressing: Addressing): void {
		this.group.addressing = addressing;
	}

	async add(...numbers: string[]): Promise<void> {
		const accounts = await this.accounts(numbers);
		addMembers(this.group, this.#owner, accounts, this.context);
	}

	async remove(...numbers: string[]): Promise<void> {
		const accounts = await this.accounts(numbers);
		removeMembers(this.group, this.#owner, accounts, this.context);
	}

	/** Somebody goes by himself. */
	async leave(number: string): Promise<void> {
		const [account] = await this.accounts([number]);
		if (account) removeMembers(this.group, account.main, [account], this.context);
	}

	/** Somebody comes by the invite link, or asks to be let in. */
	async join(number: string): Promise<void> {
		const [account] = await this.accounts([number]);
		if (!account) return;
		if (this.group.joinApproval) return askToJoin(this.group, account.main, this.context);
		addMembers(this.group, account.main, [account], this.context, { reason: 'invite' });
	}

	/** Somebody does not ask to be let in any more. */
	async withdraw(number: string): Promise<void> {
		const [account] = await this.accounts([number]);
		if (account) dropRequests(this.group, account.main, [account], this.context);
	}

	/** Lets people in who ask. */
	async approve(...numbers: string[]): Promise<void> {
		const accounts = await this.accounts(numbers);
		addMembers(this.group, this.#owner, accounts, this.context);
	}

	/** Does not let people in who ask. */
	async reject(...numbers: string[]): Promise<void> {
		const accounts = await this.accounts(numbers);
		dropRequests(this.group, this.#owner, accounts, this.context);
	}

	/** What the owner sends to somebody whom they cannot add. */
	async invite(number: string): Promise<proto.IMessage> {
		const [account] = await this.accounts([number]);
		if (!account) throw new Error(`${number} is not on WhatsApp`);
		const { creator } = this.group;
		const invite = this.group.invite(account, creator, this.context.clock.seconds());
		return {
			groupInviteMessage: {
				groupJid: this.id,
				inviteCode: invite.code,
				inviteExpiration: invite.expiresAtSeconds,
				groupName: this.subject,
				caption: 'Invitation to join my WhatsApp group',
			},
		};
	}

	/** Somebody comes by an invite that they have got as a message. Throws where it is not good. */
	async acceptInvite(number: string, { groupInviteMessage }: proto.IMessage): Promise<void> {
		const [account] = await this.accounts([number]);
		const { groupJid, inviteCode } = groupInviteMessage ?? {};
		const invite = account && this.group.inviteOf(account);
		if (!account || groupJid !== this.id || !inviteCode || invite?.code !== inviteCode) {
			throw new Error(`${number} is not invited to ${this.id}`);
		}
		addMembers(this.group, account.main, [account], this.context);
	}

	/** So many members there may be. */
	limitTo(members: number): void {
		this.group.capacity = members;
	}

	/** Takes people out, and nobody is told. */
	async removeSilently(...numbers: string[]): Promise<void> {
		for (const account of await this.accounts(numbers)) this.group.members.delete(account);
	}

	/** Lets people in, and nobody is told. */
	async addSilently(...numbers: string[]): Promise<void> {
		for (const account of await this.accounts(numbers)) this.group.members.set(account, 'member');
	}

	async promote(...numbers: string[]): Promise<void> {
		const accounts = await this.accounts(numbers);
		changeRoles(this.group, this.#owner, accounts, 'admin', this.context);
	}

	async demote(...numbers: string[]): Promise<void> {
		const accounts = await this.accounts(numbers);
		changeRoles(this.group, this.#owner, accounts, 'member', this.context);
	}

	rename(subject: string): void {
		rename(this.group, this.#owner, subject, this.context);
	}

	/** An empty one takes it away. */
	describe(text: string): void {
		const id = messageId();
		const atSeconds = this.context.clock.seconds();
		const by = this.group.creator;
		this.group.description = text ? { id, text, by, atSeconds } : undefined;
		this.#tell(writeDescription(this.group)[0] ?? stanza('description', { id, delete: 'true' }));
	}

	/** Lets only admins write, or everyone again. */
	setAnnouncement(on: boolean): void {
		this.group.announcement = on;
		this.#tell(stanza(on ? 'announcement' : 'not_announcement'));
	}

	/** Lets only admins change its settings, or everyone again. */
	setLocked(on: boolean): void {
		this.group.locked = on;
		this.#tell(stanza(on ? 'locked' : 'unlocked'));
	}

	/** Lets only admins add members, or everyone again. */
	setAdminsAdd(on: boolean): void {
		this.group.memberAddMode = on ? 'admin_add' : 'all_member_add';
		this.#tell(stanza('member_add_mode', {}, Buffer.from(this.group.memberAddMode)));
	}

	/** Lets only admins share the invite link, or everyone again. */
	setAdminsInvite(on: boolean): void {
		this.group.memberLinkMode = on ? 'admin_link' : 'all_member_link';
		this.#tell(stanza('member_link_mode', {}, Buffer.from(this.group.memberLinkMode)));
	}

	/** Makes those who come by the link wait for an admin, or lets them in at once. */
	setJoinApproval(on: boolean): void {
		this.group.joinApproval = on;
		const state = stanza('group_join', { state: on ? 'on' : 'off' });
		this.#tell(stanza('membership_approval_mode', {}, [state]));
	}

	/** After how many seconds messages disappear; 0 for never. */
	setEphemeral(seconds: number): void {
		this.group.ephemeralSeconds = seconds;
		const expiration = String(seconds);
		this.#tell(seconds > 0 ? stanza('ephemeral', { expiration }) : stanza('not_ephemeral'));
	}

	/** The link known so far leads nowhere any more. */
	renewInvite(): void {
		renewInvite(this.group, this.#owner, this.context);
	}

	/** Resolves when the group is as it should be, now or after a change. */
	async waitFor(
		match: (group: VirtualGroup) => boolean,
		timeoutMs = DEFAULT_TIMEOUT_MS,
	): Promise<void> {
		if (match(this)) return;
		await this.group.changes.wait(() => match(this), timeoutMs, `such change of ${this.id}`);
	}

	#tell(change: BinaryNode): void {
		announce(this.group, this.#owner, change, this.context);
	}

	get #owner(): Device {
		return this.group.creator.main;
	}
}
