import { getBinaryNodeChild, proto, type BinaryNode } from '@whiskeysockets/baileys';
import { element } from './user-query';

/** What people say of themselves. */
export interface ContactFacts {
	/** Null: there is none, or it is hidden from us. */
	about: string | null;
	isBusiness: boolean;
	verifiedName: string | null;
}

/** What `queryUsers` is asked of somebody: whether it is a business. */
export const BUSINESS: BinaryNode = element('business', [element('verified_name')]);

/** The same of all that follows above. */
export const CONTACT_FACTS: readonly BinaryNode[] = [
	BUSINESS,
	element('status'),
	element('text_status'),
];

/** From the `<user>` of an answer. */
export function parseFacts(user: BinaryNode | undefined): ContactFacts {
	return { about: aboutIn(user), ...businessIn(user) };
}

/** `<business><verified_name ...>certificate</verified_name></business>`: who is no business has none. */
function businessIn(user: BinaryNode | undefined): Omit<ContactFacts, 'about'> {
	const certificate = getBinaryNodeChild(getBinaryNodeChild(user, 'business'), 'verified_name');
	if (!certificate) return { isBusiness: false, verifiedName: null };
	return { isBusiness: true, verifiedName: nameOnCertificate(certificate.content) };
}

export function nameOnCertificate(content: BinaryNode['content']): string | null {
	if (!(content instanceof Uint8Array)) return null;
	try {
		const { details } = proto.VerifiedNameCertificate.decode(content);
		const { Details } = proto.VerifiedNameCertificate;
		return Details.decode(details ?? new Uint8Array()).verifiedName || null;
	} catch {
		// It is WhatsApp's to write: a business it is all the same.
		return null;
	}
}

/**
 * The "About" of now is a note with an emoji, which may disappear after a time: `<text_status text><emoji content/>`
 * (WAWebUsyncTextStatus). Where there is none, the one of before: `<status>text</status>`.
 */
function aboutIn(user: BinaryNode | undefined): string | null {
	const note = getBinaryNodeChild(user, 'text_status');
	const emoji = getBinaryNodeChild(note, 'emoji')?.attrs.content;
	const words = [emoji, note?.attrs.text].filter(Boolean).join(' ');
	return words || (getBinaryNodeChild(user, 'status')?.content?.toString() ?? '') || null;
}
