import {
	getBinaryNodeChild,
	getBinaryNodeChildren,
	isJidGroup,
	type BinaryNode,
} from '@whiskeysockets/baileys';
import { lidOf, parseJid, phoneOf, withoutDevice } from '../content/jid';
import type { ContactChange, PersonAddress, ProfileChange } from '../gateway/contract';
import type { GroupNotice } from './group-notifications';
import type { MemberAddress } from './group-facts';
import { isOwn, type Me } from './incoming';
import { textOf, timeIn } from './stanzas';

/** Something about a person, or about the number itself. */
export type ContactNotice = {
	/** The stanza's. */
	id: string;
	at: number;
} & (
	| { type: 'contactChange'; contact: MemberAddress; change: ContactChange }
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
	const { id, from } = node.attrs;
	const child = getBinaryNodeChild(node, 'set') ?? getBinaryNodeChild(node, 'delete');
	const jid = child?.attrs.jid ?? (child && from && !isOwn(from, me) ? from : undefined);
	if (!id || !child || !jid) return [];
	const at = timeIn(node) ?? now;
	const change = {
		change: 'picture' as const,
		picture: child.tag === 'set' ? ('set' as const) : ('removed' as const),
	};
	if (isJidGroup(jid)) {
		const { author } = child.attrs;
		const by = author ? { jid: withoutDevice(author), alt: undefined } : null;
		return [{ type: 'groupChange', id, at, group: jid, by, change }];
	}
	if (isOwn(jid, me)) return [{ type: 'profileChange', id, at, change: { change: 'picture' } }];
	return [{ type: 'contactChange', id, at, contact: addressOf(jid), change }];
};

/** `<notification type="status" from id t><set>text</set></notification>` (whatsmeow, handleStatusNotification). */
export const parseAbout: Parse<ContactNotice> = (node, me, now) => {
	const set = getBinaryNodeChild(node, 'set');
	if (!set) return [];
	return ofContact(node, me, now, { change: 'about', about: textOf(set) });
};

/**
 * `<notification type="encrypt" from id t><identity/></notification>`: of the phone, since companions come and go (Baileys'
 * lib/Utils/identity-change-handler.js). WhatsApp's own apps say that the security code has changed.
 */
export const parseIdentity: Parse<ContactNotice> = (node, me, now) => {
	const { from = '' } = node.attrs;
	if (!getBinaryNodeChild(node, 'identity') || parseJid(from)?.device !== 0) return [];
	return ofContact(node, me, now, { change: 'securityCode' });
};

/** `<notification type="contacts" id t><modify old new [old_lid new_lid]/></notification>` (WAWebHandleContactNotification). */
export const parseNumberChange: Parse<ContactNotice> = (node, _me, now) => {
	const { id } = node.attrs;
	const { old, new: number, old_lid: oldLid, new_lid: lid } =
		getBinaryNodeChild(node, 'modify')?.attrs ?? {};
	if (!id || !old || !number) return [];
	const formerAddress: PersonAddress = { phone: phoneOf(old), lid: lidOf(oldLid ?? old) };
	const contact = { jid: withoutDevice(number), alt: lid };
	const change = { change: 'number' as const, formerAddress };
	return [{ type: 'contactChange', id, at: timeIn(node) ?? now, contact, change }];
};

/**
 * `<notification type="account_sync" from id t>` with what was changed on the phone: `<blocklist [action="modify"]><item jid
 * [pn_jid|lid] action="block|unblock"/>...</blocklist>`, without items where the list is to be asked for; `<picture/>`;
 * `<status/>`, which is the about (whatsmeow, handleAccountSyncNotification; WAWebHandleAccountSyncNotification).
 */
export const parseAccountSync: Parse<ContactNotice> = (node, _me, now) => {
	const { id } = node.attrs;
	if (!id) return [];
	const told = { id, at: timeIn(node) ?? now };
	const profile = (change: ProfileChange) => ({ ...told, type: 'profileChange' as const, change });
	return [
		...getBinaryNodeChildren(node, 'blocklist').map((list) => ({
			...told,
			type: 'blocklist' as const,
			blocked: peopleIn(list, 'block'),
			unblocked: peopleIn(list, 'unblock'),
		})),
		...getBinaryNodeChildren(node, 'picture').map(() => profile({ change: 'picture' })),
		...getBinaryNodeChildren(node, 'status').map(() => profile({ change: 'about' })),
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

/** What the sender of a stanza has changed of themselves; the number itself has its own kind of notification for that. */
function ofContact(node: BinaryNode, me: Me, now: number, change: ContactChange): ContactNotice[] {
	const { id, from } = node.attrs;
	if (!id || !from || isOwn(from, me)) return [];
	const contact = addressOf(from);
	return [{ type: 'contactChange', id, at: timeIn(node) ?? now, contact, change }];
}

function addressOf(jid: string): MemberAddress {
	return { jid: withoutDevice(jid), alt: undefined };
}
