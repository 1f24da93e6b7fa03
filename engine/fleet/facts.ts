import { createHmac } from 'node:crypto';
import { shortestForm } from '../content/phone-number';
import { deriveKey } from '../sealing';
import type { AccountFacts, AccountRegister } from '../store/postgres/index';

/** What Postgres tells of all accounts, those that other processes hold among them; as it was when it was read last. */
export interface Facts {
	refresh(): Promise<void>;
	all(): readonly AccountFacts[];
	isMissing(id: string): boolean;
	/** The other account that a number is linked to. */
	holderOf(phone: string, exceptId: string): string | undefined;
	/** What stands for a number; null for none. */
	digest(phone: string | null): string | null;
	change(id: string, change: Partial<Omit<AccountFacts, 'id'>>): Promise<void>;
}

const NO_SALT = new Uint8Array();

export function createFacts(register: AccountRegister, encryptionKey: string): Facts {
	const key = deriveKey(encryptionKey, NO_SALT, 'phone/v1');
	let known: AccountFacts[] = [];

	function digest(phone: string | null): string | null {
		return phone && createHmac('sha256', key).update(shortestForm(phone)).digest('base64url');
	}

	return {
		async refresh() {
			known = await register.all();
		},
		all: () => known,
		isMissing: (id) => known.some((fact) => fact.id === id && fact.missingSince !== null),
		holderOf(phone, exceptId) {
			const wanted = digest(phone);
			return known.find((fact) => fact.id !== exceptId && fact.phone === wanted)?.id;
		},
		digest,
		async change(id, change) {
			await register.change(id, change);
			known = known.map((fact) => (fact.id === id ? { ...fact, ...change } : fact));
		},
	};
}
