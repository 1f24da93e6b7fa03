import type { Addressing } from './address';
import { addMembers, announce, changeRoles, removeMembers, rename } from './group-changes';
import type { Group } from './groups';
import type { Account, Device } from './registry';
import type { RoutingContext } from './routing-context';
import { stanza } from './stanza';
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

	/** Whether those who join by invite should be approved. */
	get joinApproval(): boolean {
		return this.group.joinApproval;
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

	/** Somebody comes by the invite link. */
	async join(number: string): Promise<void> {
		const [account] = await this.accounts([number]);
		if (!account) return;
		addMembers(this.group, account.main, [account], this.context, { reason: 'invite' });
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

	/** Lets only admins write, or everyone again. */
	setAnnouncement(on: boolean): void {
		this.group.announcement = on;
		const change = stanza(on ? 'announcement' : 'not_announcement');
		announce(this.group, this.#owner, change, this.context);
	}

	/** Lets only admins change its settings, or everyone again. */
	setLocked(on: boolean): void {
		this.group.locked = on;
		announce(this.group, this.#owner, stanza(on ? 'locked' : 'unlocked'), this.context);
	}

	/** Lets only admins add members, or everyone again. */
	setAdminsAdd(on: boolean): void {
		this.group.memberAddMode = on ? 'admin_add' : 'all_member_add';
		const mode = Buffer.from(this.group.memberAddMode);
		announce(this.group, this.#owner, stanza('member_add_mode', {}, mode), this.context);
	}

	/** Resolves when the group is as it should be, now or after a change. */
	async waitFor(
		match: (group: VirtualGroup) => boolean,
		timeoutMs = DEFAULT_TIMEOUT_MS,
	): Promise<void> {
		if (match(this)) return;
		await this.group.changes.wait(() => match(this), timeoutMs, `such change of ${this.id}`);
	}

	get #owner(): Device {
		return this.group.creator.main;
	}
}
