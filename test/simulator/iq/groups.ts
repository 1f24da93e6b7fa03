import type { BinaryNode } from '@whiskeysockets/baileys';
import {
	addMembers,
	announce,
	changeRoles,
	createGroup,
	removeMembers,
	rename,
} from '../group-changes';
import { writeDescription, writeGroup, writeParticipant } from '../group-stanzas';
import type { Group } from '../groups';
import type { Account, Device } from '../registry';
import { allChildren, childOf, childrenOf, requiredChild, stanza, textOf } from '../stanza';
import { groupFor, groupForAdmin, groupForEditor, NOT_ADMIN } from './group-access';
import { type IqContext, IqError, type IqHandler, type IqHandlers, type Query } from './handler';

/** The answer names those who could not be added among the members, each with the reason. */
const create: IqHandler = ({ child, device }, context) => {
	const wanted = childrenOf(child, 'participant').map(({ attrs: { jid } }) => {
		const account = context.registry.accountOf(jid);
		return { jid, account, error: objectionTo(account, context) };
	});
	const members = wanted.flatMap(({ account, error }) =>
		account && error === undefined ? [account] : [],
	);
	const { subject = '', key } = child.attrs;
	const group = createGroup(device, { subject, key, addressing: 'pn', members }, context);
	const answer = writeGroup(group);
	const refused = wanted.flatMap(({ jid, error }) =>
		error === undefined ? [] : [writeRefused(jid, error, group, device, context)],
	);
	return [{ ...answer, content: [...allChildren(answer), ...refused] }];
};

const metadata: IqHandler = (query, context) => {
	const group = groupFor(query, context);
	const failure = context.faults.metadataFailure(group.jid);
	if (failure !== undefined) throw new IqError(failure, 'refused');
	return [writeGroup(group)];
};

const participating: IqHandler = ({ device }, { groups }) => [
	stanza('groups', {}, groups.of(device.account).map(writeGroup)),
];

/** Why somebody asked about is left out of a change, by error code; `undefined` when nothing speaks against it. */
export type Objection = (
	account: Account | undefined,
	group: Group,
	context: IqContext,
) => number | undefined;

/** What speaks against adding somebody to any group. */
function objectionTo(account: Account | undefined, { faults }: IqContext): number | undefined {
	if (!account) return 404;
	return faults.additionFailure(account.number);
}

const toBeMember: Objection = (account, group, { faults }) =>
	account && group.isMember(account) ? faults.changeFailure(account.number) : 404;

const toBeAdded: Objection = (account, group, context) => {
	if (account && group.isMember(account)) return 409;
	return group.isFull ? 419 : objectionTo(account, context);
};

/** Somebody who was left out of a change; where his privacy is the reason, with an invite to send to him. */
function writeRefused(
	jid: string | undefined,
	error: number,
	group: Group,
	{ account: admin }: Device,
	{ registry, clock }: IqContext,
): BinaryNode {
	const account = registry.accountOf(jid);
	const attrs = { jid, error: String(error) };
	if (error !== 403 || !account) return stanza('participant', attrs);
	const { code, expiresAtSeconds } = group.invite(account, admin, clock.seconds());
	const request = stanza('add_request', { code, expiration: String(expiresAtSeconds) });
	return stanza('participant', attrs, [request]);
}

/** Applies a change to those it can be applied to; the answer says what became of each. */
export function changeMembers(
	{ child, device }: Query,
	group: Group,
	context: IqContext,
	objection: Objection,
	apply: (accounts: Account[]) => void,
): BinaryNode[] {
	const changed: Account[] = [];
	const answers = childrenOf(child, 'participant').map(({ attrs: { jid } }) => {
		const account = context.registry.accountOf(jid);
		const error = objection(account, group, context);
		if (error !== undefined || !account) {
			return writeRefused(jid, error ?? 404, group, device, context);
		}
		changed.push(account);
		return writeParticipant(account, group);
	});
	apply(changed);
	return [stanza(child.tag, {}, answers)];
}

const add: IqHandler = (query, context) => {
	const group = groupFor(query, context);
	const { device } = query;
	if (group.memberAddMode === 'admin_add' && !group.isAdmin(device.account)) throw NOT_ADMIN();
	return changeMembers(query, group, context, toBeAdded, (accounts) =>
		addMembers(group, device, accounts, context),
	);
};

const remove: IqHandler = (query, context) => {
	const group = groupForAdmin(query, context);
	return changeMembers(query, group, context, toBeMember, (accounts) =>
		removeMembers(group, query.device, accounts, context),
	);
};

const changeRole =
	(role: 'admin' | 'member'): IqHandler =>
	(query, context) => {
		const group = groupForAdmin(query, context);
		return changeMembers(query, group, context, toBeMember, (accounts) =>
			changeRoles(group, query.device, accounts, role, context),
		);
	};

const changeSubject: IqHandler = (query, context) => {
	rename(groupForEditor(query, context), query.device, textOf(query.child), context);
	return [];
};

const changeDescription: IqHandler = (query, context) => {
	const group = groupForEditor(query, context);
	const { child, device } = query;
	const { id = '', prev } = child.attrs;
	// Whoever has not seen the present one must not overwrite it.
	if (prev !== group.description?.id) throw new IqError(409, 'conflict');
	const text = textOf(childOf(child, 'body'));
	const written = { id, text, by: device.account, atSeconds: context.clock.seconds() };
	group.description = child.attrs.delete === 'true' ? undefined : written;
	const [change = stanza('description', { delete: 'true' })] = writeDescription(group);
	announce(group, device, change, context);
	return [];
};

/** Changes a setting that is told to the others as it was asked for. */
const setting =
	(find: typeof groupFor, apply: (group: Group, child: BinaryNode) => void): IqHandler =>
	(query, context) => {
		const group = find(query, context);
		apply(group, query.child);
		announce(group, query.device, query.child, context);
		return [];
	};

const setAnnouncement = (on: boolean) =>
	setting(groupForAdmin, (group) => {
		group.announcement = on;
	});

const setLocked = (on: boolean) =>
	setting(groupForAdmin, (group) => {
		group.locked = on;
	});

const setEphemeral = setting(groupForEditor, (group, { attrs }) => {
	group.ephemeralSeconds = Number(attrs.expiration ?? 0);
});

const setMemberAddMode = setting(groupForAdmin, (group, child) => {
	const mode = textOf(child);
	if (mode !== 'admin_add' && mode !== 'all_member_add') throw new IqError(400, 'bad-request');
	group.memberAddMode = mode;
});

const setMemberLinkMode = setting(groupForAdmin, (group, child) => {
	const mode = textOf(child);
	if (mode !== 'admin_link' && mode !== 'all_member_link') throw new IqError(400, 'bad-request');
	group.memberLinkMode = mode;
});

const setJoinApproval = setting(groupForAdmin, (group, child) => {
	group.joinApproval = requiredChild(child, 'group_join').attrs.state === 'on';
});

const leave: IqHandler = ({ child, device }, context) => {
	const left = childrenOf(child, 'group').map(({ attrs: { id } }) => {
		const group = context.groups.find(id);
		if (!group?.isMember(device.account)) return stanza('group', { id, error: '404' });
		removeMembers(group, device, [device.account], context);
		return stanza('group', { id });
	});
	return [stanza('leave', {}, left)];
};

/** Groups: who is in them, and what their members set. */
export const groups: IqHandlers = {
	'get w:g2 query': metadata,
	'get w:g2 participating': participating,
	'set w:g2 create': create,
	'set w:g2 add': add,
	'set w:g2 remove': remove,
	'set w:g2 promote': changeRole('admin'),
	'set w:g2 demote': changeRole('member'),
	'set w:g2 subject': changeSubject,
	'set w:g2 description': changeDescription,
	'set w:g2 announcement': setAnnouncement(true),
	'set w:g2 not_announcement': setAnnouncement(false),
	'set w:g2 locked': setLocked(true),
	'set w:g2 unlocked': setLocked(false),
	'set w:g2 ephemeral': setEphemeral,
	'set w:g2 not_ephemeral': setEphemeral,
	'set w:g2 member_add_mode': setMemberAddMode,
	'set w:g2 membership_approval_mode': setJoinApproval,
	'set w:g2 member_link_mode': setMemberLinkMode,
	'set w:g2 leave': leave,
};
