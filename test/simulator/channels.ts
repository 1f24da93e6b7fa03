import { randomBytes } from 'node:crypto';
import type { Account } from './registry';
import { Timeline } from './waiting';

/** What somebody is to a channel, in WhatsApp's words. */
export type ChannelRole = 'OWNER' | 'ADMIN' | 'SUBSCRIBER' | 'GUEST';

/** How long an invite to become an admin is good for: a week, as invites of WhatsApp's own are. */
const INVITE_SECONDS = 7 * 24 * 3600;

/** An invite to become an admin. */
export interface AdminInvite {
	readonly account: Account;
	readonly expiresAtSeconds: number;
}

export interface ChannelBirth {
	readonly name: string;
	readonly description: string;
	/** The first is the owner. */
	readonly admins: readonly Account[];
	readonly subscribers: readonly Account[];
	readonly atSeconds: number;
}

/** A channel: who runs and who follows it. It knows no queries. */
export class Channel {
	readonly roles = new Map<Account, ChannelRole>();
	readonly invites = new Timeline<AdminInvite>('such invite');
	readonly inviteCode = randomBytes(16).toString('base64url');

	constructor(
		readonly jid: string,
		readonly birth: ChannelBirth,
	) {
		for (const subscriber of birth.subscribers) this.roles.set(subscriber, 'SUBSCRIBER');
		for (const admin of birth.admins) this.roles.set(admin, 'ADMIN');
		const [owner] = birth.admins;
		if (owner) this.roles.set(owner, 'OWNER');
	}

	roleOf(account: Account): ChannelRole {
		return this.roles.get(account) ?? 'GUEST';
	}

	isAdmin(account: Account): boolean {
		return ['OWNER', 'ADMIN'].includes(this.roleOf(account));
	}

	invite(account: Account, nowSeconds: number): AdminInvite {
		const invite = { account, expiresAtSeconds: nowSeconds + INVITE_SECONDS };
		this.invites.add(invite);
		return invite;
	}
}

/** All channels that exist on this WhatsApp. */
export class Channels {
	readonly #byJid = new Map<string, Channel>();

	create(birth: ChannelBirth): Channel {
		// Counted, like groups, so that a failing test prints the same each time.
		const user = `1203634${String(this.#byJid.size + 1).padStart(11, '0')}`;
		const channel = new Channel(`${user}@newsletter`, birth);
		this.#byJid.set(channel.jid, channel);
		return channel;
	}

	find(jid: string | undefined): Channel | undefined {
		return this.#byJid.get(jid ?? '');
	}

	/** Those that somebody runs or follows. */
	of(account: Account): Channel[] {
		return [...this.#byJid.values()].filter((channel) => channel.roles.has(account));
	}

	invitedBy(code: string | undefined): Channel | undefined {
		return [...this.#byJid.values()].find(({ inviteCode }) => inviteCode === code);
	}

	close(): void {
		for (const { invites } of this.#byJid.values()) invites.close();
	}
}
