import { chatType, jidOfPhone, phoneOf } from '../content/jid';
import { shortestForm } from '../content/phone-number';
import type { FindAddresses } from '../contacts/people';
import type { AccountStore } from '../store/account-store';
import { chatId, chatPlace } from '../store/hidden-ids';
import { SLICE } from '../store/slice';
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
	// What was written before there were these has none.
	const open = ({ id, body }: ChatRow): KnownChat => ({
		...{ labels: [], note: null, sessionId: id, lastIncomingAt: null, lastOutgoingAt: null },
		...(JSON.parse(seal.decrypt(body, chatPlace(id))) as KnownChat),
	});

	function read(id: string): KnownChat | undefined {
		const row = db.get<ChatRow>('SELECT id, body FROM chat WHERE id = ?', hidden(id));
		return row && open(row);
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
				yield open(row);
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
				if (byLid) db.run('DELETE FROM chat WHERE id = ?', hidden(byLid));
				return !before;
			});
		},
		clear() {
			db.run('DELETE FROM chat');
		},
		sweep: () =>
			db.run(
				'DELETE FROM chat WHERE id IN (SELECT id FROM chat ORDER BY at DESC LIMIT ? OFFSET ?)',
				SLICE,
				maxChats,
			).changes === SLICE,
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
