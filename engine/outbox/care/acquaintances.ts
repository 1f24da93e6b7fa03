import type { FindAddresses } from '../../contacts/people';
import { chatType, jidsOf, phoneOf } from '../../content/jid';
import { shortestForm } from '../../content/phone-number';
import type { IncomingStore } from '../../inbox/incoming-store';

/** So long after something came in what goes there is an answer. */
const ANSWER_MS = 24 * 60 * 60_000;
/** Asking the store of one chat takes some fifty microseconds, and thousands may wait. */
const ASKED_AT_ONCE = 200;
const MAX_REMEMBERED = 30_000;

export interface AcquaintancesOptions {
	now(): number;
	incoming: Pick<IncomingStore, 'newestByChat'>;
	addresses: FindAddresses;
	/** Whether this chat exists for WhatsApp; as the store has it. */
	isKnownChat(chat: string): boolean;
	/** Whether a message of ours that counted as a new chat went there. */
	hasOpened(chat: string): boolean;
}

/** What is remembered of a chat: every wake looks at all that wait, so it is little work. */
export interface Acquaintance {
	/** All that is written there leaves, and counts as nothing: posts and statuses. */
	readonly isOpenToAll: boolean;
	/** The addresses of a person, as far as they were asked for; in one form of all in which a number may be written. */
	keys: readonly string[];
	/** Whether it is no new chat; undefined until that is asked. */
	isKnown: boolean | undefined;
}

/** Who has written to the number, or was written to. */
export interface Acquaintances {
	of(chat: string): Acquaintance;
	/** Whether what goes there is an answer. */
	hasWritten(who: Acquaintance): boolean;
	/** Whether it is no new chat; undefined where that is asked another time, as much was asked since `begin`. */
	isKnown(chat: string, who: Acquaintance): boolean | undefined;
	/** The same, asked anew. */
	isKnownForSure(chat: string): boolean;
	/** A new round of questions. */
	begin(): void;
	/** Something came in (ms). */
	onIncoming(chat: string, at: number): void;
	/** A message of ours has reached a chat, or has opened it. */
	onReached(chat: string): void;
	/** Nothing that was remembered may be true any more. */
	forget(): void;
}

export function createAcquaintances(options: AcquaintancesOptions): Acquaintances {
	const { now, incoming, addresses, isKnownChat, hasOpened } = options;
	/** When somebody wrote last, by each of their addresses; undefined until it is asked for. */
	let written: Map<string, number> | undefined;
	const remembered = new Map<string, Acquaintance>();
	/** Who has become known since that was remembered. */
	const met = new Set<string>();
	let asked = 0;

	const keysOf = (chat: string) => jidsOf(chat, addresses(chat)).map(keyOf);

	function load(): Map<string, number> {
		const loaded = new Map<string, number>();
		for (const { chat, at } of incoming.newestByChat(now() - ANSWER_MS)) note(loaded, chat, at);
		return loaded;
	}

	function note(times: Map<string, number>, chat: string, at: number): void {
		for (const key of keysOf(chat)) times.set(key, Math.max(at, times.get(key) ?? 0));
	}

	function of(chat: string): Acquaintance {
		const known = remembered.get(chat);
		if (known) return known;
		if (remembered.size >= MAX_REMEMBERED) remembered.clear();
		const type = chatType(chat);
		const seen = {
			isOpenToAll: type === 'status' || type === 'channel',
			keys: [keyOf(chat)],
			isKnown: type === 'direct' ? undefined : true,
		};
		remembered.set(chat, seen);
		return seen;
	}

	function ask(chat: string, who: Acquaintance): boolean {
		who.keys = keysOf(chat);
		return (who.isKnown = isKnownChat(chat) || hasOpened(chat));
	}

	return {
		of,
		hasWritten({ keys }) {
			written ??= load();
			const after = now() - ANSWER_MS;
			for (const key of keys) if ((written.get(key) ?? -Infinity) > after) return true;
			return false;
		},
		isKnown(chat, who) {
			if (who.isKnown) return true;
			if (who.isKnown === undefined) {
				if (asked >= ASKED_AT_ONCE) return undefined;
				asked++;
				ask(chat, who);
			}
			who.isKnown ||= met.size > 0 && who.keys.some((key) => met.has(key));
			return who.isKnown;
		},
		isKnownForSure: (chat) => chatType(chat) !== 'direct' || ask(chat, of(chat)),
		begin() {
			asked = 0;
		},
		onIncoming(chat, at) {
			if (written) note(written, chat, at);
			this.onReached(chat);
		},
		onReached(chat) {
			if (remembered.size === 0) return;
			for (const key of keysOf(chat)) met.add(key);
		},
		forget() {
			written = undefined;
			remembered.clear();
			met.clear();
		},
	};
}

/** The same for all ways in which a number is written. */
function keyOf(jid: string): string {
	const phone = phoneOf(jid);
	return phone === null ? jid : shortestForm(phone);
}
