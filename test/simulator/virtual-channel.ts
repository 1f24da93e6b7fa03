import type { Channel, ChannelRole, ReactionCodes } from './channels';
import type { RoutingContext } from './routing-context';

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

/** A channel as a test sees it. */
export class VirtualChannel {
	constructor(
		private readonly channel: Channel,
		private readonly context: Pick<RoutingContext, 'clock' | 'registry'>,
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
