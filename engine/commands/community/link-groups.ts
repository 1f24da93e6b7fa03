import type { Account } from '../../account/account';
import {
	EngineError,
	type Commands,
	type GroupResult,
	type LinkStatus,
	type SubGroup,
	type UnlinkStatus,
} from '../../gateway/contract';
import type { LinkAnswer, WhatsAppSocket } from '../../whatsapp/index';
import { findGroup } from '../group/find-group';
import { online } from '../online';
import { changeCall } from '../group/change-call';
import { COMMUNITY, findCommunity, subGroupsOf } from './find-community';

type Input = Commands['community.linkGroups']['input'];

/** What WhatsApp's numbers mean for a group. */
type Outcomes<Status> = Readonly<Record<number, readonly [Status, string]>>;

/** Codes of ours. */
const NOTHING_TO_DO = -1;
const IS_ANNOUNCEMENT_GROUP = -2;
const UNSAID = -3;

export async function linkGroups(
	account: Account,
	input: Input,
): Promise<Commands['community.linkGroups']['output']> {
	return await changeGroups(account, input, {
		command: 'community.linkGroups',
		without: (known) => (known ? NOTHING_TO_DO : undefined),
		ask: ({ groups }, id, wanted) => groups.linkGroups(id, wanted),
		outcomes: LINKED,
		refused: 'WhatsApp did not link this group.',
	});
}

export async function unlinkGroups(
	account: Account,
	input: Input,
): Promise<Commands['community.unlinkGroups']['output']> {
	return await changeGroups(account, input, {
		command: 'community.unlinkGroups',
		without: (known) => {
			if (!known) return NOTHING_TO_DO;
			return known.isAnnouncementGroup ? IS_ANNOUNCEMENT_GROUP : undefined;
		},
		ask: ({ groups }, id, wanted) => groups.unlinkGroups(id, wanted),
		outcomes: UNLINKED,
		refused: 'WhatsApp did not unlink this group.',
	});
}

interface Change<Status> {
	command: 'community.linkGroups' | 'community.unlinkGroups';
	/** Why a group is left out; undefined where WhatsApp is asked. `known`: it, where it belongs to the community. */
	without(known: SubGroup | undefined): number | undefined;
	ask(socket: WhatsAppSocket, id: string, wanted: readonly string[]): Promise<LinkAnswer[]>;
	outcomes: Outcomes<Status>;
	/** For numbers that nobody has told the meaning of. */
	refused: string;
}

async function changeGroups<Status extends string>(
	account: Account,
	{ community, groups: given }: Input,
	{ command, without, ask, outcomes, refused }: Change<Status | 'refused'>,
): Promise<{ id: string; groups: GroupResult<Status | 'refused'>[] }> {
	if (given.length === 0) throw NO_GROUPS;
	const { id } = await findCommunity(account, community);
	const groups: { given: string; id: string }[] = [];
	for (const text of given) groups.push({ given: text, id: await findGroup(account, text) });

	const subGroups = await subGroupsOf(account, id);
	const leftOut = (group: string) => without(subGroups.find((known) => known.id === group));
	const wanted = new Set(groups.map((group) => group.id));
	const toAsk = [...wanted].filter((group) => leftOut(group) === undefined);
	const call = changeCall(command, id, COMMUNITY);
	const answers =
		toAsk.length > 0 ? await online(account, call, (socket) => ask(socket, id, toAsk)) : [];

	const results = groups.map((group) => {
		const answer = answers.find((each) => each.id === group.id);
		const code = leftOut(group.id) ?? answer?.code ?? UNSAID;
		const [status, words] = outcomes[code] ?? ['refused', because(refused, code)];
		return { ...group, status, message: `${words}${leftBehind(answer)}` };
	});
	return { id, groups: results };
}

function because(refused: string, code: number): string {
	return code === UNSAID ? refused : `${refused} (WhatsApp error ${code})`;
}

function leftBehind(answer: LinkAnswer | undefined): string {
	const { leftOut = 0 } = answer ?? {};
	if (leftOut === 0) return '';
	return ` Except ${leftOut} of them, whose privacy settings want an invite.`;
}

const FULL = ['communityFull', 'The community is full: WhatsApp takes no more groups in.'] as const;

const LINKED: Outcomes<LinkStatus> = {
	200: ['linked', 'Linked. The members of the group are in the community now.'],
	401: [
		'notAdmin',
		'The linked number is not an admin of this group. Ask an admin of it to make the number one.',
	],
	403: ['notMember', 'The linked number is not a member of this group.'],
	404: ['notFound', 'There is no such group.'],
	// What WhatsApp Web says of it, too (WAWebLinkSubgroupsAction).
	406: FULL,
	409: ['inOtherCommunity', 'This group belongs to another community. Unlink it there first.'],
	419: FULL,
	[NOTHING_TO_DO]: ['alreadyLinked', 'This group belongs to the community already.'],
};

const NOT_LINKED = ['notLinked', 'This group does not belong to the community.'] as const;

const UNLINKED: Outcomes<UnlinkStatus> = {
	200: ['unlinked', 'Unlinked. The group goes on without the community.'],
	404: NOT_LINKED,
	406: [
		'lastGroup',
		'WhatsApp keeps one group besides the announcement group in a community. Link another one first, or deactivate the community.',
	],
	[NOTHING_TO_DO]: NOT_LINKED,
	[IS_ANNOUNCEMENT_GROUP]: [
		'refused',
		'The announcement group is part of the community itself, and cannot be unlinked.',
	],
};

const NO_GROUPS = new EngineError(
	'INVALID_RECIPIENT',
	'No groups are given.',
	'Give the IDs or names of one or more groups, with commas or line breaks between them.',
);
