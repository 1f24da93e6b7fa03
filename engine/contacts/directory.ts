import { jidOfPhone } from '../content/jid';
import { plainCharacters } from '../content/phone-number';
import type { ChatEntry } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import { contactId, contactPlace } from '../store/hidden-ids';
import type { ContactNames, GroupName, KnownPerson } from '../whatsapp/index';

/** A place to write to, and what it is called. */
export type Named = Pick<ChatEntry, 'chat' | 'type' | 'name' | 'phone'>;

/** Far more than an address book holds. */
const MAX_PEOPLE = 20_000;

/** The people and groups that the number knows: what they are called. */
export interface Directory {
	learn(people: readonly KnownPerson[]): void;
	learnGroups(groups: readonly GroupName[]): void;
	people(): Named[];
	/** Null where WhatsApp has not told it. People go by their number where that is known, else by LID. */
	nameOf(id: string): string | null;
}

interface PersonRow {
	/** The digest of the address. */
	id: string;
	names: Uint8Array;
}

export function createDirectory({ db, seal }: AccountStore, now: () => number): Directory {
	const hidden = (id: string) => contactId(seal, id);
	const open = ({ id, names }: PersonRow) =>
		JSON.parse(seal.decrypt(names, contactPlace(id))) as ContactNames & { id: string };

	function find(id: string): ContactNames | undefined {
		const row = db.get<PersonRow>('SELECT id, names FROM contact WHERE id = ?', hidden(id));
		if (!row) return undefined;
		const { id: _, ...names } = open(row);
		return names;
	}

	/** Whether that was anything new. */
	function learnOne({ phone, lid, ...told }: KnownPerson): boolean {
		const id = phone ? jidOfPhone(phone) : lid;
		if (!id) return false;
		const before = find(id);
		// Somebody who was known by LID only until now is no second person.
		const byLid = phone && lid ? find(lid) : undefined;
		const isNew = write(id, { ...byLid, ...before, ...withoutBlanks(told) }, before);
		if (isNew && byLid) db.run('DELETE FROM contact WHERE id = ?', hidden(lid as string));
		return isNew;
	}

	function write(id: string, names: ContactNames, before: ContactNames | undefined): boolean {
		const text = JSON.stringify(names);
		// Every message tells its author's name again.
		if (text === '{}' || text === JSON.stringify(before)) return false;
		db.run(
			'INSERT OR REPLACE INTO contact (id, at, names) VALUES (?, ?, ?)',
			hidden(id),
			now(),
			seal.encrypt(JSON.stringify({ id, ...names }), contactPlace(hidden(id))),
		);
		return true;
	}

	/** Far more than there are: those that were told longest ago go. */
	function learnAll<T>(told: readonly T[], learnEach: (one: T) => boolean): void {
		db.transaction(() => {
			if (told.filter(learnEach).length === 0) return;
			db.run(
				'DELETE FROM contact WHERE id IN (SELECT id FROM contact ORDER BY at DESC LIMIT -1 OFFSET ?)',
				MAX_PEOPLE,
			);
		});
	}

	return {
		learn(people) {
			learnAll(people, learnOne);
		},
		learnGroups(groups) {
			learnAll(groups, ({ id, name }) => write(id, withoutBlanks({ name }), find(id)));
		},
		nameOf(id) {
			const { name, verifiedName, notify } = find(id) ?? {};
			return name ?? verifiedName ?? notify ?? null;
		},
		people() {
			return db
				.all<PersonRow>('SELECT id, names FROM contact')
				.map(open)
				.filter(({ id }) => !id.endsWith('@g.us'))
				.map(({ id, name, verifiedName, notify }) => {
					const [user = '', server] = id.split('@');
					const phone = server === 'lid' ? null : user;
					return {
						chat: id,
						type: 'direct' as const,
						name: name ?? verifiedName ?? notify ?? user,
						phone,
					};
				});
		},
	};
}

function withoutBlanks(names: ContactNames): ContactNames {
	return Object.fromEntries(
		(['name', 'verifiedName', 'notify'] as const)
			.map((key) => [key, names[key]?.trim()])
			.filter(([, value]) => value),
	) as ContactNames;
}

/** The entries whose name or number holds the words: those that begin with them first, then by name. */
export function findChats(entries: readonly Named[], query: string, limit: number): Named[] {
	const words = plain(query);
	const digits = plainCharacters(query).replace(/\D/g, '');
	const rank = ({ name, phone }: Named): number => {
		if (plain(name).startsWith(words)) return 0;
		if (plain(name).includes(words)) return 1;
		return digits !== '' && phone?.includes(digits) ? 2 : 3;
	};
	return entries
		.map((entry) => ({ entry, rank: rank(entry) }))
		.filter((found) => found.rank < 3)
		.sort((a, b) => a.rank - b.rank || a.entry.name.localeCompare(b.entry.name))
		.slice(0, limit)
		.map(({ entry }) => entry);
}

/** Letters that have no form without their stroke or ligature in Unicode. */
const LETTERS: Readonly<Record<string, string>> = {
	æ: 'ae',
	œ: 'oe',
	ø: 'o',
	đ: 'd',
	ð: 'd',
	þ: 'th',
	ł: 'l',
	ħ: 'h',
	ŧ: 't',
	ŋ: 'n',
	// At the end of words alone.
	ς: 'σ',
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

/** Without case, accents and what nobody sees: "jose" finds "José", and "grossmann" finds "Großmann". */
function plain(text: string): string {
	return (
		text
			.normalize('NFKD')
			.replace(/[\p{M}\p{Cf}]/gu, '')
			// In capitals ß is SS.
			.toLowerCase()
			.toUpperCase()
			.toLowerCase()
			.replace(LETTER, (letter) => LETTERS[letter] ?? letter)
			.replace(/\s+/g, ' ')
			.trim()
	);
}
