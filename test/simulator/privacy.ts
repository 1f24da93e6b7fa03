import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Account, Device } from './registry';
import { notification, stanza } from './stanza';

/** Whoever is blocked does not notice: the message is accepted, but never delivered. */
export function hasBlocked(recipient: Device, { account }: Device): boolean {
	const { blocked } = recipient.account;
	return blocked.has(account.jid('pn')) || blocked.has(account.jid('lid'));
}

/** Whether a setting of an account lets this other one see what it is about, or do it. Nobody has an address book. */
export function allows({ privacy }: Account, setting: string, other: Account): boolean {
	if (privacy.get(setting) === 'none') return false;
	return !privacy.blacklist(setting)?.includes(other.jid('lid'));
}

/** Tells the other devices of an account how a setting is now. */
export function tellPrivacy(account: Account, name: string, except: Device): BinaryNode {
	const { privacy, clock } = account;
	const dhash = privacy.blacklist(name) && privacy.hashOf(name);
	const category = stanza('category', { name, value: privacy.get(name), dhash });
	const news = stanza('privacy', {}, [category]);
	const from = account.jid('pn');
	account.broadcast(notification('account_sync', from, clock.seconds(), [news]), except);
	return category;
}
