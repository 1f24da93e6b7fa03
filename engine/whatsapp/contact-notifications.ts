import {
	getBinaryNodeChild,
	getBinaryNodeChildren,
	isJidGroup,
	type BinaryNode,
} from '@whiskeysockets/baileys';
import { lidOf, parseJid, phoneOf, withoutDevice } from '../content/jid';
import type {
	ContactChange,
	PersonAddress,
	ProfileChange,
	VerifiedLevel,
} from '../gateway/contract';
import type { GroupNotice } from './group-notifications';
import type { MemberAddress } from './group-facts';
import { isOwn, type Me } from './incoming';
import { textOf, timeIn } from './stanzas';

interface Told {
	/** The stanza's. */
	id: string;
	at: number;
}

/** What WhatsApp says of a business. */
export interface VerifiedName {
	/** Null: it is as before. */
	name: string | null;
	level: VerifiedLevel;
}

/** Something about a person, or about the number itself. */
export type ContactNotice = Told &
	(
		| { type: 'contactChange'; contact: MemberAddress; change: ContactChange }
		/** Null: it is no business any more. */
		| { type: 'business'; contact: MemberAddress; business: VerifiedName | null }
		/** The same of somebody who is not in the address book: WhatsApp tells no more, and wants to be asked. */
		| { type: 'businessOfHash'; hash: string }
		| { type: 'blocklist'; blocked: MemberAddress[]; unblocked: MemberAddress[] }
		| { type: 'profileChange'; change: ProfileChange }
	);

type Parse<Notice> = (node: BinaryNode, me: Me, now: number) => Notice[];

/**
 * `<notification type="picture" from id t><set jid id author/></notification>`, or `<delete jid author/>`, of a person or a
 * group. With a `hash` in place of the `jid` it is somebody whose picture was looked at, and `from` is not always they
 * (WhatsApp Web's WAWebHandleProfilePicNotification).
 */
export const parsePicture: Parse<ContactNotice | GroupNotice> = (node, me, now) => {
	const told = toldBy(node, now);
	const { from } = node.attrs;
	const child = getBinaryNodeChild(node, 'set') ?? getBinaryNodeChild(node, 'delete');
	const jid = child?.attrs.jid ?? (child && from && !isOwn(from, me) ? from : undefined);
	if (!told || !child || !jid) return [];
	const picture = child.tag === 'set' ? ('set' as const) : ('removed' as const);
	const change = { change: 'picture' as const, picture };
	if (!isJidGroup(jid)) return [changeOf(jid, me, told, change)];
	const { author } = child.attrs;
	const by = author ? addressOf(author) : null;
	return [{ ...told, type: 'groupChange', group: jid, by, change }];
};

/** `<notification type="status" from id t><set>text</set></notification>` (whatsmeow, handleStatusNotification). */
export const parseAbout: Parse<ContactNotice> = (node, me, now) => {
	const told = toldBy(node, now);
	const { from } = node.attrs;
	const set = getBinaryNodeChild(node, 'set');
	if (!told || !from || !set) return [];
	return [changeOf(from, me, told, { change: 'about', about: textOf(set) || null })];
};

/**
 * `<notification type="encrypt" from id t><identity/></notification>`: of the phone, since companions come and go (Baileys'
 * lib/Utils/identity-change-handler.js). WhatsApp's own apps say that the security code has changed.
 */
export const parseIdentity: Parse<ContactNotice> = (node, me, now) => {
	const told = toldBy(node, now);
	const { from = '' } = node.attrs;
	const isOfPhone = parseJid(from)?.device === 0;
	if (!told || !isOfPhone || isOwn(from, me) || !getBinaryNodeChild(node, 'identity')) return [];
	const change = { change: 'securityCode' as const };
	return [{ ...told, type: 'contactChange', contact: addressOf(from), change }];
};

/** `<notification type="contacts" id t><modify old new [old_lid new_lid]/></notification>` (WAWebHandleContactNotification). */
export const parseNumberChange: Parse<ContactNotice> = (node, _me, now) => {
	const told = toldBy(node, now);
	const {
		old,
		new: number,
		old_lid: oldLid,
		new_lid: lid,
	} = getBinaryNodeChild(node, 'modify')?.attrs ?? {};
	if (!told || !old || !number) return [];
	const formerAddress: PersonAddress = { phone: phoneOf(old), lid: lidOf(oldLid ?? old) };
	const contact = { jid: withoutDevice(number), alt: lid };
	const change = { change: 'number' as const, formerAddress };
	return [{ ...told, type: 'contactChange', contact, change }];
};

/**
 * `<notification type="account_sync" from id t>` with what was changed on the phone: `<blocklist [action="modify"]><item jid
 * [pn_jid|lid] action="block|unblock"/>...</blocklist>`, without items where the list is to be asked for; `<picture/>`;
 * `<status/>` and `<text_status/>`, which are the about (whatsmeow, handleAccountSyncNotification;
 * WAWebHandleAccountSyncNotification).
 */
export const parseAccountSync: Parse<ContactNotice> = (node, _me, now) => {
	const told = toldBy(node, now);
	if (!told) return [];
	const profile = (change: ProfileChange) => ({ ...told, type: 'profileChange' as const, change });
	const abouts = ['status', 'text_status'].flatMap((tag) => getBinaryNodeChildren(node, tag));
	return [
		...getBinaryNodeChildren(node, 'blocklist').map((list) => ({
			...told,
			type: 'blocklist' as const,
			blocked: peopleIn(list, 'block'),
			unblocked: peopleIn(list, 'unblock'),
		})),
		...getBinaryNodeChildren(node, 'picture').map(() => profile({ change: 'picture' })),
		...abouts.map(() => profile({ change: 'about' })),
	];
};

/** Of the list of those who are blocked. */
function peopleIn(list: BinaryNode, action: 'block' | 'unblock'): MemberAddress[] {
	return getBinaryNodeChildren(list, 'item').flatMap(({ attrs }) =>
		attrs.jid && attrs.action === action
			? [{ jid: withoutDevice(attrs.jid), alt: attrs.pn_jid ?? attrs.lid }]
			: [],
	);
}

export function toldBy(node: BinaryNode, now: number): Told | undefined {
	const { id } = node.attrs;
	return id ? { id, at: timeIn(node) ?? now } : undefined;
}

/** What somebody shows has changed. Of the number itself it is told as such. */
export function changeOf(
	jid: string,
	me: Me,
	told: Told,
	change: Extract<ContactChange, { change: 'picture' | 'about' }>,
): ContactNotice {
	return isOwn(jid, me)
		? { ...told, type: 'profileChange', change: { change: change.change } }
		: { ...told, type: 'contactChange', contact: addressOf(jid), change };
}

function addressOf(jid: string): MemberAddress {
	return { jid: withoutDevice(jid), alt: undefined };
}
