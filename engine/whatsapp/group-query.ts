import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

/** Where questions go that are about no group, or about one that is known by a code. */
export const ALL_GROUPS = '@g.us';

/**
 * Asks WhatsApp about a group, or to change it. Undefined: no answer came in time. Rejects with WhatsApp's refusal
 * (`refusalCode`).
 */
export type AskGroups = (
	type: 'get' | 'set',
	to: string,
	child: BinaryNode,
) => Promise<BinaryNode | undefined>;

export function createAskGroups(sock: Pick<WASocket, 'query'>): AskGroups {
	return async (type, to, child) =>
		(await sock.query({
			tag: 'iq',
			attrs: { type, xmlns: 'w:g2', to },
			content: [child],
		})) as BinaryNode | undefined;
}

/** Of a time in seconds, as stanzas have it. */
export function milliseconds(seconds: string | undefined): number | undefined {
	return Number(seconds) * 1000 || undefined;
}
