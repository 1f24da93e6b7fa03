import type { Channels } from './channels';
import { type ContactOptions, VirtualContact } from './contact';
import { createCommunity, isCommunity } from './communities';
import { createGroup } from './group-changes';
import type { Group } from './groups';
import { MainDevice } from './main-device';
import type { MediaHost } from './media';
import { VirtualPhone } from './phone';
import type { Account } from './registry';
import type { RoutingContext } from './routing-context';
import type { WhatsAppServer } from './server';
import { type ChannelOptions, VirtualChannel } from './virtual-channel';
import { type CommunityOptions, VirtualCommunity } from './virtual-community';
import { type GroupOptions, VirtualGroup } from './virtual-group';

interface Person {
	readonly device: MainDevice;
	readonly phone: VirtualPhone;
	readonly contact: VirtualContact;
}

/** Everyone who is on this WhatsApp. A person is the same seen as phone of an account or as contact of others. */
export class Population {
	readonly #people = new Map<string, Person>();

	constructor(
		private readonly context: RoutingContext,
		private readonly server: WhatsAppServer,
		private readonly media: MediaHost,
		private readonly channels: Channels,
	) {}

	phone(number: string): VirtualPhone {
		return this.#person(number).phone;
	}

	async contact(number: string, options: ContactOptions = {}): Promise<VirtualContact> {
		const known = this.#people.has(number);
		const { contact, device } = this.#person(number);
		if (options.alias !== undefined) this.context.registry.alias(options.alias, device.account);
		await contact.apply(known ? options : { online: true, ...options });
		return contact;
	}

	async group({ subject, members, owner, addressing = 'pn' }: GroupOptions): Promise<VirtualGroup> {
		const [founder, others] = await this.#peopleOf(members, owner);
		const birth = { subject, addressing, members: others };
		return this.#virtual(createGroup(founder.main, birth, this.context).jid);
	}

	async community(options: CommunityOptions): Promise<VirtualCommunity> {
		const { subject, members, owner, membersAddGroups = true, groups = [] } = options;
		const [founder, others] = await this.#peopleOf(members, owner);
		const birth = {
			...{ subject, membersAddGroups, hasGeneralChat: false, members: others },
			groups: groups.map(({ id }) => this.#group(id)),
		};
		return this.findCommunity(createCommunity(founder.main, birth, this.context).jid);
	}

	/** Opens a channel. */
	async channel(options: ChannelOptions): Promise<VirtualChannel> {
		const { name, description = '', admins, subscribers = [], country } = options;
		if (admins.length === 0) throw new Error('A channel needs an owner');
		const birth = {
			name,
			description,
			admins: await this.#accounts(admins),
			subscribers: await this.#accounts(subscribers),
			atSeconds: this.context.clock.seconds(),
			country,
		};
		return this.findChannel(this.channels.create(birth).jid);
	}

	/** A channel somebody has created. */
	findChannel(id: string): VirtualChannel {
		const channel = this.channels.find(id);
		if (!channel) throw new Error(`There is no channel ${id}`);
		return new VirtualChannel(channel, this.context);
	}

	/** The groups that somebody is in, in the order in which they were founded. */
	groupsOf(number: string): VirtualGroup[] {
		const { registry, groups } = this.context;
		return groups.of(registry.open(number)).map(({ jid }) => this.#virtual(jid));
	}

	/** A group somebody has created. */
	findGroup(id: string): VirtualGroup {
		return this.#virtual(id);
	}

	/** A community somebody has created. */
	findCommunity(id: string): VirtualCommunity {
		const group = this.#group(id);
		if (!isCommunity(group)) throw new Error(`${id} is no community`);
		const { announcementGroup } = group.community;
		return new VirtualCommunity(
			this.#virtual(id),
			this.#virtual(announcementGroup.jid),
			group,
			this.context,
		);
	}

	close(): void {
		for (const { device } of this.#people.values()) device.close();
	}

	#group(id: string): Group {
		const group = this.context.groups.find(id);
		if (!group) throw new Error(`There is no group ${id}`);
		return group;
	}

	#virtual(id: string): VirtualGroup {
		return new VirtualGroup(this.#group(id), this.context, (numbers) => this.#accounts(numbers));
	}

	/** Who founds a group, and who else is in it. */
	async #peopleOf(
		members: readonly string[],
		owner: string | undefined,
	): Promise<[founder: Account, others: Account[]]> {
		const [founder, ...others] = await this.#accounts(
			owner === undefined ? members : [owner, ...members],
		);
		if (!founder) throw new Error('A group needs somebody');
		return [founder, others];
	}

	/** The accounts of these numbers, each with somebody who uses it. */
	async #accounts(numbers: readonly string[]): Promise<Account[]> {
		for (const number of numbers) await this.contact(number);
		return numbers.map((number) => this.context.registry.open(number));
	}

	#person(number: string): Person {
		const known = this.#people.get(number);
		if (known) return known;
		const { clock, registry } = this.context;
		const device = new MainDevice(registry.open(number), this.context, this.media);
		const person = {
			device,
			phone: new VirtualPhone(
				device,
				this.server.linking,
				(companion) => this.server.unlink(companion),
				async (other) => (await this.contact(other)).number,
			),
			contact: new VirtualContact(device, this.media, () => clock.seconds()),
		};
		this.#people.set(number, person);
		return person;
	}
}
