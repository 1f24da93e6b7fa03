import { type BinaryNode, proto } from '@whiskeysockets/baileys';
import { stanza } from './stanza';

/** What WhatsApp says of a name that it has verified, or not. */
export type VerifiedLevel = 'high' | 'low' | 'unknown';

/** The name of a business, on a certificate. */
export function verifiedName(name: string, attrs: Record<string, string> = {}): BinaryNode {
	const details = proto.VerifiedNameCertificate.Details.encode({ verifiedName: name }).finish();
	const certificate = proto.VerifiedNameCertificate.encode({ details }).finish();
	return stanza('verified_name', attrs, certificate);
}

/** What a business shows of itself. */
export interface BusinessRecord {
	/** `address`, `description` and `email`, where there are some. */
	readonly texts: Map<string, string>;
	websites: readonly string[];
	categoryIds: readonly string[];
	/** As it was told. */
	hours: BinaryNode | undefined;
	cover: { readonly id: string; readonly url: string } | undefined;
	cartEnabled: boolean;
}

export function newBusiness(): BusinessRecord {
	return {
		texts: new Map(),
		websites: [],
		categoryIds: [],
		hours: undefined,
		cover: undefined,
		cartEnabled: true,
	};
}

/** Some of those that WhatsApp has, by their IDs. */
export const CATEGORIES: ReadonlyMap<string, string> = new Map([
	['1223524174334504', 'Not a Business'],
	['200742186618963', 'Flower & Gift Shop'],
	['1758418281071392', 'Florist'],
	['273819889375819', 'Restaurant'],
	['133436743388217', 'Arts & Entertainment'],
]);
export const NOT_A_BUSINESS = '1223524174334504';
