import type { Account } from '../../account/account';
import { toIso } from '../../content/iso-time';
import { EngineError, type Commands, type CreatedCommunity } from '../../gateway/contract';
import { MAX_SUBJECT } from '../group/limits';
import { callOf, online } from '../online';
import { requireLength } from '../require-length';
import { announcementGroupIn, subGroupsOf } from './find-community';
import { checkDescription } from './settings';

export async function create(
	account: Account,
	{ subject: given, description = '' }: Commands['community.create']['input'],
): Promise<CreatedCommunity> {
	const subject = given.trim();
	requireLength('The name of a community', subject, 1, MAX_SUBJECT);
	checkDescription(description);
	const call = callOf('community.create', { gapMs: 2_000, refusal: refusedToCreate });
	const { id, createdAt } = await online(account, call, (socket) =>
		socket.groups.createCommunity(subject, description.trim()),
	);
	return { id, subject, createdAt: toIso(createdAt), ...(await firstGroups(account, id)) };
}

/** What WhatsApp has created with it. The community is there also where that cannot be read. */
async function firstGroups(
	account: Account,
	id: string,
): Promise<Pick<CreatedCommunity, 'announcementGroupId' | 'subGroups' | 'note'>> {
	try {
		const subGroups = await subGroupsOf(account, id);
		return { announcementGroupId: announcementGroupIn(subGroups), subGroups, note: null };
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		const note = `The community was created, but its groups could not be read: ${why} Use Community > Get for them.`;
		return { announcementGroupId: null, subGroups: [], note };
	}
}

function refusedToCreate(code: number): EngineError | undefined {
	if (code !== 406) return undefined;
	return new EngineError(
		'REJECTED',
		'WhatsApp did not accept the name or the description of the community. Nothing was created.',
		'Try another name, and a shorter description.',
	);
}
