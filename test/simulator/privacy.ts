import type { Device } from './registry';

/** Whoever is blocked does not notice: the message is accepted, but never delivered. */
export function hasBlocked(recipient: Device, { account }: Device): boolean {
	const { blocked } = recipient.account;
	return blocked.has(account.jid('pn')) || blocked.has(account.jid('lid'));
}
