import type { GroupMetadata } from '@whiskeysockets/baileys';
import { jidsOf, withoutDevice } from '../content/jid';
import type { GroupCache } from './group-cache';
import type { Me } from './incoming';
import type { LidMapping } from './lid-mapping';

export interface MemberRole {
	isAdmin: boolean;
	/** Whether admins alone may change the group's settings, and pin messages. */
	isRestricted: boolean;
}

/** Who is in a group, and what they may do there. WhatsApp is asked where that is not known. */
export interface GroupMembers {
	/** The address by which a group has a person, from any of theirs; null: nobody in it. */
	member(group: string, jid: string): Promise<string | null>;
	/** What a person, by any of their addresses, may do in a group. */
	roleOf(group: string, jids: readonly string[]): Promise<MemberRole>;
	/** How many people are in a group, besides ourselves. */
	countParticipants(group: string): Promise<number>;
	/** Whether a group is the announcement group of a community. */
	isAnnouncementGroup(group: string): Promise<boolean>;
	subjectOf(group: string): Promise<string>;
	/** After how many seconds messages of a group disappear; 0: never. */
	ephemeralSeconds(group: string): Promise<number>;
	/** Whether the members of a group go by LID, not by phone number. */
	usesLids(group: string): Promise<boolean>;
	/** Whether we are an admin of a group. */
	isAdmin(group: string): Promise<boolean>;
}

export interface GroupMembersOptions {
	metadataOf(group: string): Promise<GroupMetadata>;
	cache: Pick<GroupCache, 'doubt'>;
	lidMapping: LidMapping;
	me(): Me;
}

export function createGroupMembers(options: GroupMembersOptions): GroupMembers {
	const { metadataOf, cache, lidMapping, me } = options;
	const namesOf = (jid: string) => jidsOf(withoutDevice(jid), lidMapping.lookUp(jid));

	return {
		async member(group, jid) {
			return memberOf(await metadataOf(group), namesOf(jid))?.id ?? null;
		},
		async roleOf(group, jids) {
			const names = jids.flatMap(namesOf);
			const role = roleIn(await metadataOf(group), names);
			if (role.isAdmin) return role;
			// They may have become one, and the news got lost.
			cache.doubt(group);
			return roleIn(await metadataOf(group), names);
		},
		async countParticipants(group) {
			const { participants } = await metadataOf(group);
			return participants.length - 1;
		},
		async isAnnouncementGroup(group) {
			const { isCommunityAnnounce } = await metadataOf(group);
			return isCommunityAnnounce === true;
		},
		async subjectOf(group) {
			return (await metadataOf(group)).subject;
		},
		async ephemeralSeconds(group) {
			const { ephemeralDuration } = await metadataOf(group);
			return ephemeralDuration ?? 0;
		},
		async usesLids(group) {
			const { addressingMode } = await metadataOf(group);
			return addressingMode === 'lid';
		},
		async isAdmin(group) {
			const { jid, lid } = me();
			const own = [jid, lid].map((address) => address && withoutDevice(address));
			return Boolean(memberOf(await metadataOf(group), own)?.admin);
		},
	};
}

/** `names`: all addresses of a person that are known. */
function memberOf({ participants }: GroupMetadata, names: readonly unknown[]) {
	return participants.find(({ id, lid, phoneNumber }) =>
		[id, lid, phoneNumber].some((jid) => jid && names.includes(withoutDevice(jid))),
	);
}

function roleIn(metadata: GroupMetadata, names: readonly unknown[]): MemberRole {
	return {
		isAdmin: Boolean(memberOf(metadata, names)?.admin),
		isRestricted: metadata.restrict === true,
	};
}
