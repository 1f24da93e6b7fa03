import { addMembers, askToJoin, dropRequests, renewInvite } from '../group-changes';
import { writeGroup, writeRequest } from '../group-stanzas';
import type { Group } from '../groups';
import type { Account } from '../registry';
import { allChildren, stanza } from '../stanza';
import { groupFor, groupForAdmin, NO_SUCH_GROUP, NOT_ADMIN } from './group-access';
import { changeMembers, type Objection } from './groups';
import { type IqContext, IqError, type IqHandler, type IqHandlers } from './handler';

const ALREADY_IN = () => new IqError(409, 'conflict');
const FULL = () => new IqError(419, 'resource-limit');

/** With a code: what group it leads to. Without: the code of a group. */
const readInvite: IqHandler = (query, context) => {
	const { code } = query.child.attrs;
	if (code !== undefined) return [writeGroup(invitedBy(code, context))];
	const group = groupFor(query, context);
	if (group.memberLinkMode === 'admin_link') groupForAdmin(query, context);
	return [stanza('invite', { code: group.inviteCode })];
};

/** With a code: joins, or asks to. Without: renews the code of a group. */
const useInvite: IqHandler = (query, context) => {
	const { child, device } = query;
	if (child.attrs.code === undefined) {
		const group = groupForAdmin(query, context);
		renewInvite(group, device, context);
		return [stanza('invite', { code: group.inviteCode })];
	}
	const group = invitedBy(child.attrs.code, context);
	requireEntry(group, device.account);
	if (group.joinApproval) {
		askToJoin(group, device, context);
		return [stanza('membership_approval_request', { jid: group.jid })];
	}
	addMembers(group, device, [device.account], context, { reason: 'invite' });
	return [stanza('group', { jid: group.jid })];
};

function invitedBy(code: string, { groups }: IqContext): Group {
	const group = groups.invitedBy(code);
	if (group) return group;
	throw groups.hasRevoked(code) ? new IqError(410, 'gone') : new IqError(406, 'not-acceptable');
}

/** Whoever was taken out by an admin comes back by an admin alone. */
function requireEntry(group: Group, account: Account): void {
	if (group.isMember(account)) throw ALREADY_IN();
	if (group.removed.has(account)) throw NOT_ADMIN();
	if (group.isFull) throw FULL();
}

/** Joins by an invite to this person. */
const accept: IqHandler = (query, context) => {
	const { child, device, iq } = query;
	const group = context.groups.find(iq.attrs.to);
	if (!group) throw NO_SUCH_GROUP();
	if (group.isMember(device.account)) throw ALREADY_IN();
	const { code, expiration, admin } = child.attrs;
	const invite = group.inviteOf(device.account);
	if (!invite || invite.code !== code || invite.admin !== context.registry.accountOf(admin)) {
		throw new IqError(406, 'not-acceptable');
	}
	const isDue = invite.expiresAtSeconds <= context.clock.seconds();
	if (isDue || expiration !== String(invite.expiresAtSeconds)) throw new IqError(410, 'gone');
	if (group.isFull) throw FULL();
	addMembers(group, device, [device.account], context);
	return [];
};

const readRequests: IqHandler = (query, context) => {
	const group = groupForAdmin(query, context);
	const requests = [...group.requests].map(([account, atSeconds]) =>
		writeRequest(account, atSeconds, group),
	);
	return [stanza('membership_approval_requests', {}, requests)];
};

const toBeLetIn: Objection = (account, group) => {
	if (!account || !group.requests.has(account)) return 404;
	return group.isFull ? 419 : undefined;
};

const toBeTurnedDown: Objection = (account, group) =>
	account && group.requests.has(account) ? undefined : 404;

/** Whoever asks goes by the address that the group has of them. */
const answerRequests: IqHandler = (query, context) => {
	const group = groupForAdmin(query, context);
	const { device } = query;
	const answers = allChildren(query.child).flatMap((child) =>
		child.tag === 'approve'
			? changeMembers({ ...query, child }, group, context, toBeLetIn, (accounts) =>
					addMembers(group, device, accounts, context),
				)
			: changeMembers({ ...query, child }, group, context, toBeTurnedDown, (accounts) =>
					dropRequests(group, device, accounts, context),
				),
	);
	return [stanza('membership_requests_action', {}, answers)];
};

/** The ways into a group: its link, invites to one person, and requests. */
export const groupEntry: IqHandlers = {
	'get w:g2 invite': readInvite,
	'set w:g2 invite': useInvite,
	'set w:g2 accept': accept,
	'get w:g2 membership_approval_requests': readRequests,
	'set w:g2 membership_requests_action': answerRequests,
};
