import { type Community, deactivate, linkedGroups, linkGroup, unlinkGroup } from './communities';
import type { Group } from './groups';
import type { Device } from './registry';
import type { RoutingContext } from './routing-context';
import type { VirtualGroup } from './virtual-group';

export interface CommunityOptions {
	readonly subject: string;
	/** Numbers; accounts are created when missing. */
	readonly members: readonly string[];
	/** The number of who founds it; the first member when left out. */
	readonly owner?: string;
	/** Whether members who are no admins may add groups; default true. */
	readonly membersAddGroups?: boolean;
	/** Groups that are linked to it from the beginning. */
	readonly groups?: readonly VirtualGroup[];
}

/** A community as a test sees and changes it. Changes are made by its owner, on the phone. */
export class VirtualCommunity {
	/**
	 * @param group the community itself, with its name, description, members and invite
	 * @param announcementGroup where admins write to all of its members
	 */
	constructor(
		readonly group: VirtualGroup,
		readonly announcementGroup: VirtualGroup,
		private readonly community: Community,
		private readonly context: RoutingContext,
	) {}

	/** The JID. */
	get id(): string {
		return this.group.id;
	}

	/** The names of its groups but the announcement group. */
	get linked(): string[] {
		return linkedGroups(this.community, this.context.groups).map(({ subject }) => subject.text);
	}

	/** Whether members who are no admins may add groups. */
	get membersAddGroups(): boolean {
		return this.community.community.membersAddGroups;
	}

	/** Links a group; its members join. */
	link(group: VirtualGroup): void {
		linkGroup(this.community, this.#groupOf(group), this.#owner, this.context);
	}

	unlink(group: VirtualGroup): void {
		unlinkGroup(this.community, this.#groupOf(group), this.#owner, this.context);
	}

	/** It ends, and its groups go on. */
	deactivate(): void {
		deactivate(this.community, this.#owner, this.context);
	}

	#groupOf({ id }: VirtualGroup): Group {
		const group = this.context.groups.find(id);
		if (!group) throw new Error(`There is no group ${id}`);
		return group;
	}

	get #owner(): Device {
		return this.community.creator.main;
	}
}
