import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Clock } from './clock';
import type { Group } from './groups';
import type { Picture } from './picture';
import type { Account, Device } from './registry';
import { notification, stanza } from './stanza';

/** An account shows another picture, or none: its other devices are told that there is something to look up. */
export function changeOwnPicture(
	account: Account,
	picture: Picture | undefined,
	clock: Clock,
	actor: Device,
): void {
	account.picture = picture;
	const news = notification('account_sync', account.jid('pn'), clock.seconds(), [
		stanza('picture'),
	]);
	account.broadcast(news, actor);
}

/** A group shows another picture, or none: every device of every member is told, except the one that changed it. */
export function changeGroupPicture(
	group: Group,
	picture: Picture | undefined,
	clock: Clock,
	actor: Device,
): void {
	group.picture = picture;
	const news = notification('picture', group.jid, clock.seconds(), [
		changeOf(group, picture, actor.account),
	]);
	for (const member of group.members.keys()) member.broadcast(news, actor);
	group.changes.publish(group);
}

function changeOf(group: Group, picture: Picture | undefined, author: Account): BinaryNode {
	const about = { jid: group.jid, author: author.jid(group.addressing) };
	return picture ? stanza('set', { ...about, id: picture.id }) : stanza('delete', about);
}
