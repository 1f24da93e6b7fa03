import type { BinaryNode } from '@whiskeysockets/baileys';

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
