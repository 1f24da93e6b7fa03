import { randomBytes } from 'node:crypto';
import type { Account, Device } from './registry';
import { Timeline } from './waiting';

/** What somebody is to a channel, in WhatsApp's words. */
export type ChannelRole = 'OWNER' | 'ADMIN' | 'SUBSCRIBER' | 'GUEST';

/** Which emoji followers may put on posts, in WhatsApp's words. */
export type ReactionCodes = 'ALL' | 'BASIC' | 'NONE';

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
	/** The country whose directory lists it. */
	readonly country?: string;
}

/** Something that was posted. */
export interface Post {
	readonly id: string;
	/** Counted by channel. */
	readonly serverId: number;
	readonly author: Account;
	readonly type: string;
	/** Of a file: what kind it is, and what the media host calls it. */
	readonly mediaType: string | undefined;
	readonly mediaId: string | undefined;
	readonly atSeconds: number;
	/** Undefined: it was deleted. */
	plaintext: Buffer | undefined;
	edited: boolean;
	readonly reactions: Map<Account, string>;
}

/** What of the media host a channel needs. */
interface Media {
	/** What an open file is called; undefined where there is none. */
	handleOf(path: string): string | undefined;
}

/** A channel: who runs and who follows it. It knows no queries. */
export class Channel {
	name: string;
	description: string;
	reactionCodes: ReactionCodes = 'ALL';
	/** Where its picture lies on the media host. */
	picturePath: string | undefined;
	isDeleted = false;
	readonly roles = new Map<Account, ChannelRole>();
	/** Whose phone shows nothing of its posts. */
	readonly muted = new Set<Account>();
	/** All that were ever sent. */
	readonly invites = new Timeline<AdminInvite>('such invite');
	/** Those that can be accepted. */
	readonly openInvites = new Map<Account, AdminInvite>();
	readonly posts: Post[] = [];
	/** Each time that something becomes of a post. */
	readonly changes = new Timeline<Post>('such post');
	/** Who is told at once what becomes of posts, and until when (seconds). */
	readonly listeners = new Map<Device, number>();
	readonly inviteCode = randomBytes(16).toString('base64url');

	constructor(
		readonly jid: string,
		readonly birth: ChannelBirth,
	) {
		this.name = birth.name;
		this.description = birth.description;
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
		this.openInvites.set(account, invite);
		return invite;
	}

	/** False: there is no invite, or it has expired. */
	acceptInvite(account: Account, nowSeconds: number): boolean {
		const invite = this.openInvites.get(account);
		if (!invite || invite.expiresAtSeconds <= nowSeconds) return false;
		this.openInvites.delete(account);
		this.roles.set(account, 'ADMIN');
		return true;
	}

	passOn(from: Account, to: Account): void {
		this.roles.set(from, 'ADMIN');
		this.roles.set(to, 'OWNER');
	}
}

/** All channels that exist on this WhatsApp. */
export class Channels {
	readonly #byJid = new Map<string, Channel>();

	constructor(readonly media: Media) {}

	create(birth: ChannelBirth): Channel {
		// Counted, like groups, so that a failing test prints the same each time.
		const user = `1203634${String(this.#byJid.size + 1).padStart(11, '0')}`;
		const channel = new Channel(`${user}@newsletter`, birth);
		this.#byJid.set(channel.jid, channel);
		return channel;
	}

	/** Deleted ones, too: WhatsApp says of them that they are. */
	find(jid: string | undefined): Channel | undefined {
		return this.#byJid.get(jid ?? '');
	}

	/** Those that somebody runs or follows. */
	of(account: Account): Channel[] {
		return this.all().filter((channel) => channel.roles.has(account));
	}

	/** Those that are there, the oldest first. */
	all(): Channel[] {
		return [...this.#byJid.values()].filter(({ isDeleted }) => !isDeleted);
	}

	invitedBy(code: string | undefined): Channel | undefined {
		return this.all().find(({ inviteCode }) => inviteCode === code);
	}

	close(): void {
		for (const { invites, changes } of this.#byJid.values()) {
			invites.close();
			changes.close();
		}
	}
}
