import { chatType, jidOfPhone, phoneOf } from '../content/jid';
import { shortestForm } from '../content/phone-number';
import type { FindAddresses } from '../contacts/people';
import type { AccountStore } from '../store/account-store';
import { chatId, chatPlace } from '../store/hidden-ids';
import { SLICE } from '../store/slice';
import { createTextCache } from '../store/text-cache';
import type { ChatFacts, ChatNote } from '../whatsapp/index';

/** What is known of a chat. Times are milliseconds since 1970. */
export interface KnownChat extends ChatFacts {
	/** The address that WhatsApp has it under. */
	jid: string;
	/** What was sent up to here is cleared. */
	clearedAt: number;
	/** The IDs of its labels, those that were deleted, too. */
	labels: string[];
	note: ChatNote | null;
	/** It is in no list until something comes. */
	deleted: boolean;
	/** What `Conversation.sessionId` is: it stays when another address becomes known. */
	sessionId: string;
	/** When others have written last, and the number itself; null where it is not known. */
	lastIncomingAt: number | null;
	lastOutgoingAt: number | null;
}

export type ChatUpdate = (before: Readonly<KnownChat>) => Partial<KnownChat>;

/** The chats that the number has: with people, by either of their addresses, and of groups. */
export interface ChatMemory {
	find(jid: string, alt?: string | null): KnownChat | undefined;
	/** Of a chat that is not there, too. */
	sessionIdOf(jid: string, alt?: string | null): string;
	/** Newest first. */
	all(): Iterable<KnownChat>;
	/**
	 * What is not there yet begins as a chat in which nothing has happened: true then. Lazily: see `Database.lazily`.
	 */
	update(jid: string, change: ChatUpdate, alt?: string | null): boolean;
	clear(): void;
	/** A slice of what is too much: those that were quiet for longest go. True where more is left. */
	sweep(): boolean;
}

/** More than phones show. */
const MAX_CHATS = 10_000;

/** Characters of opened chats that are kept: those of some hundred. Each message asks for its chat several times. */
const MAX_OPENED = 200_000;

interface ChatRow {
	/** The digest of the address. */
	id: string;
	body: Uint8Array;
}

export function createChatMemory(
	{ db, seal }: AccountStore,
	addresses: FindAddresses,
	maxChats = MAX_CHATS,
): ChatMemory {
	const hidden = (id: string) => chatId(seal, id);
	const opened = createTextCache(db, MAX_OPENED);
	const textIn = ({ id, body }: ChatRow) => seal.decrypt(body, chatPlace(id));
	// What was written before there were these has none.
	const parse = (id: string, text: string): KnownChat => ({
		...{ labels: [], note: null, sessionId: id, lastIncomingAt: null, lastOutgoingAt: null },
		...(JSON.parse(text) as KnownChat),
	});

	function read(jid: string): KnownChat | undefined {
		const id = hidden(jid);
		const text = opened.memo(id, () => {
			const row = db.get<ChatRow>('SELECT id, body FROM chat WHERE id = ?', id);
			return row && textIn(row);
		});
		return text === undefined ? undefined : parse(id, text);
	}

	function remove(jid: string): void {
		if (read(jid) === undefined) return;
		db.run('DELETE FROM chat WHERE id = ?', hidden(jid));
		opened.set(hidden(jid), undefined);
	}

	/** A person goes by the phone number where that is known, and may have been known by LID only before. */
	function idsOf(jid: string, alt?: string | null): { id: string; byLid: string | null } {
		if (chatType(jid) === 'group') return { id: jid, byLid: null };
		const { phone, lid } = addresses(jid, alt);
		return phone ? { id: jidOfPhone(phone), byLid: lid } : { id: lid ?? jid, byLid: null };
	}

	function find(jid: string, alt?: string | null): KnownChat | undefined {
		const { id, byLid } = idsOf(jid, alt);
		return read(id) ?? (byLid ? read(byLid) : undefined);
	}

	/** Of a chat that begins: by the form that all ways of writing a number have in common. */
	function newSessionId(id: string): string {
		const phone = phoneOf(id);
		return hidden(phone === null ? id : jidOfPhone(shortestForm(phone)));
	}

	return {
		find,
		sessionIdOf: (jid, alt) => find(jid, alt)?.sessionId ?? newSessionId(idsOf(jid, alt).id),
		*all() {
			for (const row of db.all<ChatRow>('SELECT id, body FROM chat ORDER BY at DESC')) {
				yield parse(row.id, textIn(row));
			}
		},
		update(jid, change, alt) {
			return db.lazily(() => {
				const { id, byLid } = idsOf(jid, alt);
				const before = find(jid, alt);
				const begun = before ?? { ...newChat(jid), sessionId: newSessionId(id) };
				const after = { ...begun, ...change(begun) };
				const text = JSON.stringify(after);
				if (before && text === JSON.stringify(before)) return false;
				db.run(
					'INSERT OR REPLACE INTO chat (id, at, body) VALUES (?, ?, ?)',
					hidden(id),
					after.last.at,
					seal.encrypt(text, chatPlace(hidden(id))),
				);
				opened.set(hidden(id), text);
				if (byLid) remove(byLid);
				return !before;
			});
		},
		clear() {
			db.run('DELETE FROM chat');
			opened.clear();
		},
		sweep() {
			const { changes } = db.run(
				'DELETE FROM chat WHERE id IN (SELECT id FROM chat ORDER BY at DESC LIMIT ? OFFSET ?)',
				SLICE,
				maxChats,
			);
			if (changes > 0) opened.clear();
			return changes === SLICE;
		},
	};
}

/** In which nothing has happened. */
export function newChat(jid: string): KnownChat {
	return {
		jid,
		unread: 0,
		markedUnread: false,
		archived: false,
		pinned: false,
		mutedUntil: null,
		ephemeral: null,
		last: { at: 0, key: null },
		clearedAt: 0,
		labels: [],
		note: null,
		deleted: false,
		sessionId: '',
		lastIncomingAt: null,
		lastOutgoingAt: null,
	};
}
