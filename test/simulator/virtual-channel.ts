import type { Channel } from './channels';

export interface ChannelOptions {
	readonly name: string;
	readonly description?: string;
	/** Numbers of who runs it, the owner first; accounts are created when missing. */
	readonly admins: readonly string[];
	/** Numbers of who follows it. */
	readonly subscribers?: readonly string[];
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
	constructor(private readonly channel: Channel) {}

	/** The JID. */
	get id(): string {
		return this.channel.jid;
	}

	get name(): string {
		return this.channel.birth.name;
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
