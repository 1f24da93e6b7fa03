import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Clock } from './clock';
import { named, writeGroup, writeParticipant } from './group-stanzas';
import type { Group, GroupBirth, Groups, Role } from './groups';
import type { Account, Device } from './registry';
import { notification, stanza } from './stanza';

/** What changes of groups need of the server. */
export interface ChangeContext {
	readonly groups: Groups;
	readonly clock: Clock;
}

/** Founds a group. @param key by which the founding client knows it again */
export function createGroup(
	actor: Device,
	birth: Pick<GroupBirth, 'subject' | 'addressing' | 'members'> & { readonly key?: string },
	context: ChangeContext,
): Group {
	const { key, ...rest } = birth;
	const atSeconds = context.clock.seconds();
	const group = context.groups.create({ ...rest, creator: actor.account, atSeconds });
	announce(group, actor, stanza('create', { type: 'new', key }, [writeGroup(group)]), context);
	return group;
}

/** Lets people in, who are told of the whole group. @param attrs how they came: `reason="invite"` */
export function addMembers(
	group: Group,
	actor: Device,
	accounts: readonly Account[],
	context: ChangeContext,
	attrs: Record<string, string> = {},
): void {
	if (accounts.length === 0) return;
	for (const account of accounts) group.letIn(account);
	announce(group, actor, stanza('add', attrs, writeAll(accounts, group)), context, {
		to: others(group, accounts),
	});
	announce(group, actor, stanza('create', attrs, [writeGroup(group)]), context, { to: accounts });
}

/** Takes people out, who are told as well; whoever takes out himself leaves. */
export function removeMembers(
	group: Group,
	actor: Device,
	accounts: readonly Account[],
	context: ChangeContext,
): void {
	if (accounts.length === 0) return;
	for (const account of accounts) {
		group.members.delete(account);
		if (account !== actor.account) group.removed.add(account);
	}
	announce(group, actor, stanza('remove', {}, writeAll(accounts, group)), context, {
		to: [...group.members.keys(), ...accounts],
	});
}

/** Makes admins of members, or members of admins. */
export function changeRoles(
	group: Group,
	actor: Device,
	accounts: readonly Account[],
	role: Exclude<Role, 'superadmin'>,
	context: ChangeContext,
): void {
	if (accounts.length === 0) return;
	for (const account of accounts) group.members.set(account, role);
	const tag = role === 'admin' ? 'promote' : 'demote';
	announce(group, actor, stanza(tag, {}, writeAll(accounts, group)), context);
}

/** Gives a group another subject. */
export function rename(group: Group, actor: Device, text: string, context: ChangeContext): void {
	const atSeconds = context.clock.seconds();
	group.subject = { text, by: actor.account, atSeconds };
	const attrs = {
		subject: text,
		s_t: String(atSeconds),
		...named('s_o', actor.account, group),
	};
	announce(group, actor, stanza('subject', attrs), context);
}

/** Somebody asks to be let in; the admins are told. */
export function askToJoin(group: Group, actor: Device, context: ChangeContext): void {
	const { account } = actor;
	group.requests.set(account, context.clock.seconds());
	const asking = { ...writeParticipant(account, group), tag: 'requested_user' };
	const news = stanza('created_membership_requests', { request_method: 'invite_link' }, [asking]);
	announce(group, actor, news, context, { to: adminsOf(group) });
}

/** Somebody does not ask any more, or an admin does not let them in; the admins are told. */
export function dropRequests(
	group: Group,
	actor: Device,
	accounts: readonly Account[],
	context: ChangeContext,
): void {
	if (accounts.length === 0) return;
	for (const account of accounts) group.requests.delete(account);
	const news = stanza('revoked_membership_requests', {}, writeAll(accounts, group));
	announce(group, actor, news, context, { to: adminsOf(group) });
}

/** The link known so far leads nowhere any more. */
export function renewInvite(group: Group, actor: Device, context: ChangeContext): void {
	group.renewInvite();
	announce(group, actor, stanza('invite', { code: group.inviteCode }), context);
}

/** Tells every device of every member of a change, or of those given, except the one that made it: that one gets an answer. */
export function announce(
	group: Group,
	actor: Device,
	change: BinaryNode,
	{ clock }: ChangeContext,
	{ to = [...group.members.keys()] }: { readonly to?: readonly Account[] } = {},
): void {
	const news = notification('w:gp2', group.jid, clock.seconds(), [change]);
	Object.assign(news.attrs, {
		...named('participant', actor.account, group),
		addressing_mode: group.addressing,
	});
	for (const account of to) account.broadcast(news, actor);
	group.changes.publish(group);
}

function writeAll(accounts: readonly Account[], group: Group): BinaryNode[] {
	return accounts.map((account) => writeParticipant(account, group));
}

function adminsOf(group: Group): Account[] {
	return [...group.members.keys()].filter((account) => group.isAdmin(account));
}

function others(group: Group, accounts: readonly Account[]): Account[] {
	return [...group.members.keys()].filter((account) => !accounts.includes(account));
}
