import { parseJid } from '../content/jid';
import type { KeyStore } from '../store/keys';

/**
 * Which phone number and which LID are one person, as far as Baileys has learnt it. It keeps both directions under
 * `lid-mapping`: the phone's digits name the LID's user, `<LID user>_reverse` names the phone's digits
 * (lib/Signal/lid-mapping.js).
 */
export interface LidMapping {
	/** Both addresses of a person, from either one; null where unknown. */
	lookUp(jid: string): { phone: string | null; lid: string | null };
}

export function createLidMapping(keys: KeyStore): LidMapping {
	const read = (id: string): string | null => {
		const text = keys.get('lid-mapping', id);
		return text === undefined ? null : (JSON.parse(text) as string);
	};
	return {
		lookUp(jid) {
			const parsed = parseJid(jid);
			if (parsed?.server === 's.whatsapp.net') {
				const lid = read(parsed.user);
				return { phone: parsed.user, lid: lid && `${lid}@lid` };
			}
			if (parsed?.server === 'lid') {
				return { phone: read(`${parsed.user}_reverse`), lid: `${parsed.user}@lid` };
			}
			return { phone: null, lid: null };
		},
	};
}
