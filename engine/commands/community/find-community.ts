import type { Account } from '../../account/account';
import { groupIdIn } from '../../content/jid';
import { EngineError, type SubGroup } from '../../gateway/contract';
import type { CommunityFacts } from '../../whatsapp/index';
import { findByName } from '../group/find-group';
import { refusedToRead } from '../group/refusals';
import { callOf, online, type Call } from '../online';

/** What is refused is said of a community. */
export const COMMUNITY = { kind: 'community' } as const;

/**
 * By its ID, or by its subject where only one has it. WhatsApp is asked whether it is a community: what it says to a change
 * of what is none explains nothing. Errors: INVALID_RECIPIENT, NOT_ALLOWED.
 */
export async function findCommunity(account: Account, given: string): Promise<CommunityFacts> {
	const id = communityIdIn(given) ?? (await findByName(account, given, 'community'));
	const call = callOf('community.get', {
		gapMs: 300,
		refusal: (code) => refusedToRead(id, code, 'community'),
	});
	const facts = await online(account, call, (socket) => socket.groups.getCommunity(id));
	if (!facts.isCommunity) throw isNone(facts);
	return facts;
}

/** Z-API writes communities without an ending. */
function communityIdIn(text: string): string | undefined {
	return groupIdIn(text) ?? groupIdIn(`${text.trim()}-group`);
}

/** Its groups, the announcement group among them. */
export async function subGroupsOf(account: Account, id: string): Promise<SubGroup[]> {
	const call: Call = {
		name: 'community.subGroups',
		kind: 'query',
		gapMs: 300,
		refusal: (code) => refusedToRead(id, code, 'community'),
	};
	return await online(account, call, (socket) => socket.groups.subGroups(id));
}

export function announcementGroupIn(subGroups: readonly SubGroup[]): string | null {
	return subGroups.find(({ isAnnouncementGroup }) => isAnnouncementGroup)?.id ?? null;
}

function isNone({ id, subject, communityId }: CommunityFacts): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		`"${subject}" (${id}) is a group, not a community.`,
		communityId
			? `It belongs to the community ${communityId}: use that ID.`
			: 'Choose a community from the list, or use the ID that Community > Get Many puts out.',
	);
}
