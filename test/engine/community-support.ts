import type { VirtualCommunity } from '../simulator';
import { useGroups, type GroupBench } from './group-support';
import { BOB, OWNER } from './support';

export const NO_COMMUNITY = '120363999999999999@g.us';

interface CommunityBench extends GroupBench {
	/** A community of the linked number's own. */
	communityOf(subject: string, more?: object): Promise<VirtualCommunity>;
	/** One that Bob has founded, where the number is no admin. */
	bobsCommunity(subject: string, more?: object): Promise<VirtualCommunity>;
}

/** A bench for the tests of communities. */
export function useCommunities(): CommunityBench {
	const groups = useGroups();
	const communityOf = async (subject: string, more: object = {}) =>
		await groups.bench.simulator.community({ subject, members: [OWNER], ...more });
	return {
		...groups,
		communityOf,
		bobsCommunity: async (subject, more = {}) =>
			await communityOf(subject, { owner: BOB, ...more }),
	};
}

/** What somebody is told who may not change a community. */
export const notAnAdmin = (id: string) => ({
	code: 'NOT_ALLOWED',
	message: `The linked number is not an admin of the community ${id}, and only admins may do this there.`,
});
