import { proto } from '@whiskeysockets/baileys';
import { tellAdminChange, tellChannel } from './channel-news';
import { publish, takePost } from './channel-posts';
import type { Channel, ChannelRole, Post, ReactionCodes } from './channels';
import { textOfMessage } from './received';
import type { Account } from './registry';
import type { RoutingContext } from './routing-context';
import { stanza } from './stanza';

export interface ChannelOptions {
	readonly name: string;
	readonly description?: string;
	/** Numbers of who runs it, the owner first; accounts are created when missing. */
	readonly admins: readonly string[];
	/** Numbers of who follows it. */
	readonly subscribers?: readonly string[];
	/** The country whose directory lists it, such as `BR`; without one it is in none. */
	readonly country?: string;
}

/** An invite to become an admin of a channel, as the server has noted it. */
export interface ChannelInvite {
	/** The number of who is invited. */
	readonly number: string;
	/** Seconds since 1970. */
	readonly expiresAt: number;
}

/** A post as a test sees it. */
export interface ChannelPost {
	readonly id: string;
	readonly serverId: number;
	/** Of the stanza. */
	readonly type: string;
	readonly mediaType: string | undefined;
	/** Null: it was deleted. */
	readonly message: proto.IMessage | null;
	/** What a person would read. */
	readonly text: string;
	readonly edited: boolean;
	/** Emoji by the numbers of who has reacted. */
	readonly reactions: Readonly<Record<string, string>>;
}

function shown({ id, serverId, type, mediaType, plaintext, edited, reactions }: Post): ChannelPost {
	const message = plaintext ? proto.Message.decode(plaintext) : null;
	return {
		...{ id, serverId, type, mediaType, edited, message },
		text: message ? textOfMessage(message) : '',
		reactions: Object.fromEntries([...reactions].map(([{ number }, code]) => [number, code])),
	};
}

/** A channel as a test sees it. */
export class VirtualChannel {
	constructor(
		private readonly channel: Channel,
		private readonly context: RoutingContext,
	) {}

	/** The JID. */
	get id(): string {
		return this.channel.jid;
	}

	get name(): string {
		return this.channel.name;
	}

	get description(): string {
		return this.channel.description;
	}

	get reactionCodes(): ReactionCodes {
		return this.channel.reactionCodes;
	}

	get hasPicture(): boolean {
		return this.channel.picturePath !== undefined;
	}

	get isDeleted(): boolean {
		return this.channel.isDeleted;
	}

	/** What a number is to it. */
	roleOf(number: string): ChannelRole {
		return this.channel.roleOf(this.context.registry.open(number));
	}

	isMutedBy(number: string): boolean {
		return this.channel.muted.has(this.context.registry.open(number));
	}

	/** What was posted, oldest first. */
	get posts(): ChannelPost[] {
		return this.channel.posts.map(shown);
	}

	/** Resolves when a post is as `matches` says, now or later. */
	async waitForPost(
		matches: (post: ChannelPost) => boolean = () => true,
		timeoutMs?: number,
	): Promise<ChannelPost> {
		return shown(await this.channel.changes.waitFor((post) => matches(shown(post)), timeoutMs));
	}

	/** The owner posts a text on the phone. */
	post(text: string, id: string): void {
		const owner = this.#owner();
		const content = proto.Message.encode({ conversation: text }).finish();
		const message = stanza('message', { to: this.id, id, type: 'text' }, [
			stanza('plaintext', {}, content),
		]);
		publish(this.channel, owner.main, message, this.context);
	}

	/** The owner gives it another name on the phone. */
	rename(name: string): void {
		this.channel.name = name;
		const told = {
			to: 'all' as const,
			operation: 'NotificationNewsletterUpdate',
			name: 'xwa2_notify_newsletter_on_metadata_update',
		};
		tellChannel(this.channel, told, { thread_metadata: { name: { text: name } } }, this.context);
	}

	/** Somebody becomes an admin, by the owner. */
	promote(number: string): void {
		this.#setRole(number, 'promote');
	}

	/** Somebody is no admin any more, by the owner. */
	demote(number: string): void {
		this.#setRole(number, 'demote');
	}

	#setRole(number: string, change: 'promote' | 'demote'): void {
		const admin = this.context.registry.open(number);
		const people = { admin, actor: this.#owner() };
		if (change === 'promote') this.channel.roles.set(admin, 'ADMIN');
		tellAdminChange(this.channel, change, people, this.context);
		if (change === 'demote') this.channel.roles.set(admin, 'SUBSCRIBER');
	}

	#owner(): Account {
		const [owner] = [...this.channel.roles].find(([, role]) => role === 'OWNER') ?? [];
		if (!owner) throw new Error('Nobody owns the channel');
		return owner;
	}

	/** Somebody reacts to a post on the phone. */
	react(number: string, serverId: number, emoji: string): void {
		const attrs = {
			to: this.id,
			id: `R${serverId}`,
			type: 'reaction',
			server_id: String(serverId),
		};
		const reaction = stanza('reaction', { code: emoji });
		const sender = this.context.registry.open(number).main;
		takePost(sender, stanza('message', attrs, [reaction]), this.context);
	}

	/** The numbers of whose invites can be accepted. */
	get openInvites(): string[] {
		return [...this.channel.openInvites.keys()].map(({ number }) => number);
	}

	/** An admin invites somebody to become one. */
	invite(number: string): void {
		this.channel.invite(this.context.registry.open(number), this.context.clock.seconds());
	}

	/** The code at the end of the link to the channel. */
	get inviteCode(): string {
		return this.channel.inviteCode;
	}

	/** The numbers of its admins, the owner's among them. */
	get admins(): string[] {
		const everyone = [...this.channel.roles.keys()];
		return everyone.filter((each) => this.channel.isAdmin(each)).map(({ number }) => number);
	}

	/** Invites to become an admin, in order. */
	get invites(): ChannelInvite[] {
		return this.channel.invites.all.map(({ account, expiresAtSeconds }) => ({
			number: account.number,
			expiresAt: expiresAtSeconds,
		}));
	}

	/** Resolves when somebody is invited to become an admin, now or already. */
	async waitForInvite(number: string, timeoutMs?: number): Promise<ChannelInvite> {
		const { expiresAtSeconds } = await this.channel.invites.waitFor(
			({ account }) => account.number === number,
			timeoutMs,
		);
		return { number, expiresAt: expiresAtSeconds };
	}
}
