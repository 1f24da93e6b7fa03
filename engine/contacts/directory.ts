import { jidOfPhone } from '../content/jid';
import { plainCharacters } from '../content/phone-number';
import { plainText } from '../content/plain-text';
import type { ChatEntry, ContactChange } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import { contactId, contactPlace } from '../store/hidden-ids';
import { createTextCache } from '../store/text-cache';
import type { ContactNames, GroupName, KnownPerson } from '../whatsapp/index';

/** A place to write to, and what it is called. */
export type Named = Pick<ChatEntry, 'chat' | 'type' | 'name' | 'phone'>;

/** Somebody goes by another name than before. */
export interface Renaming {
	jid: string;
	change: Extract<ContactChange, { change: 'name' | 'pushName' }>;
}

/** As many as are opened in 5 ms. */
const PART = 250;

/** Far more than an address book holds. */
const MAX_PEOPLE = 20_000;

/** Characters of opened entries that are kept: those of some thousand people. Each message asks for its author several times. */
const MAX_OPENED = 200_000;

/** The people and groups that the number knows: what they are called. */
export interface Directory {
	/** Returns who goes by another name now. */
	learn(people: readonly KnownPerson[]): Renaming[];
	learnGroups(groups: readonly GroupName[]): void;
	people(): Named[];
	/**
	 * The addresses of those who are in the phone's address book, a part of them: opening thousands takes time. `after`: the
	 * `next` of the part before, null at first; null after the last part.
	 */
	addressBook(after: string | null): { people: string[]; next: string | null };
	/** All that somebody is called; undefined where nothing is known. */
	namesOf(id: string): ContactNames | undefined;
	/** Forgets some of what somebody is called. */
	forget(id: string, names: ReadonlyArray<keyof ContactNames>): void;
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
	const opened = createTextCache(db, MAX_OPENED);
	const textIn = ({ id, names }: PersonRow) => seal.decrypt(names, contactPlace(id));
	const parse = (text: string) => JSON.parse(text) as ContactNames & { id: string };
	const open = (row: PersonRow) => parse(textIn(row));

	function find(id: string): ContactNames | undefined {
		const text = opened.memo(id, () => {
			const row = db.get<PersonRow>('SELECT id, names FROM contact WHERE id = ?', hidden(id));
			return row && textIn(row);
		});
		if (text === undefined) return undefined;
		const { id: _, ...names } = parse(text);
		return names;
	}

	function remove(id: string): void {
		db.run('DELETE FROM contact WHERE id = ?', hidden(id));
		opened.set(id, undefined);
	}

	/** Whether that was anything new. Who goes by another name then is added to the renamings. */
	function learnOne({ phone, lid, ...told }: KnownPerson, renamings: Renaming[]): boolean {
		const id = phone ? jidOfPhone(phone) : lid;
		if (!id) return false;
		const before = find(id);
		// Somebody who was known by LID only until now is no second person.
		const byLid = phone && lid ? find(lid) : undefined;
		const known = { ...byLid, ...before };
		const names = { ...known, ...withoutBlanks(told) };
		if (!write(id, names, before)) return false;
		if (byLid) remove(lid as string);
		renamings.push(...renamingsOf(id, known, names));
		return true;
	}

	function write(id: string, names: ContactNames, before: ContactNames | undefined): boolean {
		const text = JSON.stringify(names);
		// Every message tells its author's name again.
		if (text === '{}' || text === JSON.stringify(before)) return false;
		const row = JSON.stringify({ id, ...names });
		db.run(
			'INSERT OR REPLACE INTO contact (id, at, names) VALUES (?, ?, ?)',
			hidden(id),
			now(),
			seal.encrypt(row, contactPlace(hidden(id))),
		);
		opened.set(id, row);
		return true;
	}

	/** Far more than there are: those that were told longest ago go. */
	function learnAll<T>(told: readonly T[], learnEach: (one: T) => boolean): void {
		db.lazily(() => {
			if (told.filter(learnEach).length === 0) return;
			const { changes } = db.run(
				'DELETE FROM contact WHERE id IN (SELECT id FROM contact ORDER BY at DESC LIMIT -1 OFFSET ?)',
				MAX_PEOPLE,
			);
			if (changes > 0) opened.clear();
		});
	}

	return {
		learn(people) {
			const renamings: Renaming[] = [];
			learnAll(people, (person) => learnOne(person, renamings));
			return renamings;
		},
		learnGroups(groups) {
			learnAll(groups, ({ id, name }) => write(id, withoutBlanks({ name }), find(id)));
		},
		namesOf: find,
		forget(id, names) {
			const known = find(id) ?? {};
			if (names.every((name) => known[name] === undefined)) return;
			for (const name of names) delete known[name];
			// What is left is not written where it is nothing.
			remove(id);
			write(id, known, undefined);
		},
		nameOf(id) {
			const { name, verifiedName, notify } = find(id) ?? {};
			return name ?? verifiedName ?? notify ?? null;
		},
		addressBook(after) {
			const rows = db.all<PersonRow>(
				'SELECT id, names FROM contact WHERE id > ? ORDER BY id LIMIT ?',
				after ?? '',
				PART,
			);
			const known = rows.map(open).filter(isPerson);
			return {
				people: known.flatMap(({ id, name }) => (name ? [id] : [])),
				next: rows.length === PART ? (rows.at(-1)?.id ?? null) : null,
			};
		},
		people() {
			const known = db.all<PersonRow>('SELECT id, names FROM contact').map(open);
			return known.filter(isPerson).map(({ id, name, verifiedName, notify }) => {
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

/** Groups have names, too. */
const isPerson = ({ id }: { id: string }) => !id.endsWith('@g.us');

/** What somebody calls themselves comes with each of their messages: with the first one it is no change. */
function renamingsOf(jid: string, before: ContactNames, after: ContactNames): Renaming[] {
	const changes: Renaming['change'][] = [];
	if (after.name && after.name !== before.name) {
		changes.push({ change: 'name', name: after.name, formerName: before.name ?? null });
	}
	if (before.notify && after.notify && after.notify !== before.notify) {
		changes.push({ change: 'pushName', name: after.notify, formerName: before.notify });
	}
	return changes.map((change) => ({ jid, change }));
}

function withoutBlanks(names: ContactNames): ContactNames {
	return Object.fromEntries(
		(['name', 'verifiedName', 'verifiedLevel', 'notify'] as const)
			.map((key) => [key, names[key]?.trim()])
			.filter(([, value]) => value),
	) as ContactNames;
}

/** The entries whose name or number holds the words: those that begin with them first, then by name. */
export function findChats(entries: readonly Named[], query: string, limit: number): Named[] {
	const words = plainText(query);
	const digits = plainCharacters(query).replace(/\D/g, '');
	const rank = ({ name, phone }: Named): number => {
		if (plainText(name).startsWith(words)) return 0;
		if (plainText(name).includes(words)) return 1;
		return digits !== '' && phone?.includes(digits) ? 2 : 3;
	};
	return entries
		.map((entry) => ({ entry, rank: rank(entry) }))
		.filter((found) => found.rank < 3)
		.sort((a, b) => a.rank - b.rank || a.entry.name.localeCompare(b.entry.name))
		.slice(0, limit)
		.map(({ entry }) => entry);
}
