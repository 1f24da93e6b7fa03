import { createHash } from 'node:crypto';
import { getBinaryNodeChild, type BinaryNode } from '@whiskeysockets/baileys';
import { parseJid, withoutDevice } from '../content/jid';
import type { VerifiedLevel } from '../gateway/contract';
import { nameOnCertificate } from './contact-facts';
import { toldBy, type ContactNotice, type VerifiedName } from './contact-notifications';
import { isOwn, type Me } from './incoming';

/**
 * `<notification type="business" from id t>` with `<verified_name jid verified_level>certificate</verified_name>`, or with
 * `<remove jid/>` where somebody uses WhatsApp Business no more; either with a `hash` alone (WhatsApp Web's
 * WAWebHandleBusinessNotification and WAWebCommonParsersVerifiedName). Whatever else such a notification tells is about the
 * business's own profile and catalogue.
 */
export function parseBusiness(node: BinaryNode, me: Me, now: number): ContactNotice[] {
	const told = toldBy(node, now);
	const removed = getBinaryNodeChild(node, 'remove');
	const name = getBinaryNodeChild(node, 'verified_name');
	const { jid, hash } = (removed ?? name)?.attrs ?? {};
	if (told && !jid && hash) return [{ ...told, type: 'businessOfHash', hash }];
	if (!told || !jid || isOwn(jid, me)) return [];
	const contact = { jid: withoutDevice(jid), alt: undefined };
	const business = removed || !name ? null : verifiedName(name, name.attrs.verified_level);
	return [{ ...told, type: 'business', contact, business }];
}

/**
 * `<message from id t verified_level><verified_name>certificate</verified_name>...</message>`: what a business writes says that it
 * is one (WhatsApp Web's WAWebHandleMsgParser; Baileys' lib/Utils/decode-wa-message.js reads the name). Only of who writes to the
 * number itself: groups are full of strangers.
 */
export function businessOf(node: BinaryNode, me: Me, now: number): ContactNotice | undefined {
	const told = toldBy(node, now);
	const { from, participant, verified_level: level, sender_pn: pn, sender_lid: lid } = node.attrs;
	if (!told || !from || participant || !level || isOwn(from, me)) return undefined;
	const alt = pn ?? lid;
	const contact = { jid: withoutDevice(from), alt: alt && withoutDevice(alt) };
	const business = verifiedName(getBinaryNodeChild(node, 'verified_name'), level);
	return { ...told, type: 'business', contact, business };
}

/** By what WhatsApp names somebody who is not in the address book (WhatsApp Web's WAWebApiContact, getContactRecordByHash). */
export function hashOf(jid: string): string {
	const user = parseJid(jid)?.user ?? '';
	const digest = createHash('md5').update(`${user}WA_ADD_NOTIF`).digest();
	return digest.subarray(0, 3).toString('base64');
}

/** From the `<user>` of an answer; null: it is no business. */
export function verifiedNameIn(user: BinaryNode | undefined): VerifiedName | null {
	const name = getBinaryNodeChild(getBinaryNodeChild(user, 'business'), 'verified_name');
	return name ? verifiedName(name, name.attrs.verified_level) : null;
}

function verifiedName(node: BinaryNode | undefined, level: string | undefined): VerifiedName {
	return { name: nameOnCertificate(node?.content)?.trim() || null, level: levelOf(level) };
}

/** Without a word of it nothing is verified. */
function levelOf(level: string | undefined): VerifiedLevel {
	return level === 'high' || level === 'low' ? level : 'unknown';
}
