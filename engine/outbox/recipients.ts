import { createBoundedMap } from '../bounded-map';
import { jidOfPhone, phoneOf } from '../content/jid';
import { countryCodeOf } from '../content/phone-number';
import { EngineError } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import { recipientId, recipientPlace } from '../store/hidden-ids';
import { SLICE } from '../store/slice';

const DAY = 24 * 60 * 60_000;
/** Asking whether a number exists is limited and watched by WhatsApp, so an answer is good for long. */
const GOOD_FOR_MS = 30 * DAY;
/** So long nobody is asked again who was not there: they may join. */
const MISSING_FOR_MS = DAY;
const MAX_MISSING = 10_000;

/** Which address WhatsApp has for a phone number: not always the one that people write (Brazil's ninth digit). */
export interface Recipients {
	/** The chat to send to. Error: NOT_ON_WHATSAPP. `ask` is called when the answer is not known. */
	resolve(chat: string, ask: (phone: string) => Promise<string | null>): Promise<string>;
	/** What `resolve` has found before; undefined where WhatsApp must be asked first. */
	known(chat: string): string | undefined;
	/** What WhatsApp has said of a phone number; null: it is not there. */
	learn(phone: string, jid: string | null): void;
	/** A slice of the answers that are too old to be used: true where more is left. */
	sweep(): boolean;
}

/** `isKnownChat`: something came from there, or has reached it. `ownPhone`: the linked number. */
export function createRecipients(
	{ db, seal }: AccountStore,
	now: () => number,
	isKnownChat: (chat: string) => boolean,
	ownPhone: () => string | null = () => null,
): Recipients {
	/** Numbers that are not on WhatsApp, and until when that is believed. */
	const missing = createBoundedMap<number>(MAX_MISSING);

	function isMissing(phone: string, chat: string): boolean {
		return (missing.get(phone) ?? 0) > now() && !isKnownChat(chat);
	}

	function known(chat: string): string | undefined {
		const phone = phoneOf(chat);
		if (!phone) return chat;
		const hidden = recipientId(seal, phone);
		const row = db.get<{ jid: Uint8Array }>(
			'SELECT jid FROM recipient WHERE phone = ? AND checked_at > ?',
			hidden,
			now() - GOOD_FOR_MS,
		);
		return row && seal.decrypt(row.jid, recipientPlace(hidden));
	}

	function save(phone: string, jid: string): void {
		const hidden = recipientId(seal, phone);
		db.run(
			'INSERT OR REPLACE INTO recipient (phone, jid, checked_at) VALUES (?, ?, ?)',
			hidden,
			seal.encrypt(jid, recipientPlace(hidden)),
			now(),
		);
	}

	function learn(phone: string, jid: string | null): void {
		if (!jid) return void missing.set(phone, now() + MISSING_FOR_MS);
		db.transaction(() => {
			save(phone, jid);
			// The canonical number needs no question of its own.
			save(phoneOf(jid) ?? phone, jid);
		});
	}

	return {
		known,
		learn,
		sweep: () =>
			db.run(
				'DELETE FROM recipient WHERE phone IN (SELECT phone FROM recipient WHERE checked_at <= ? LIMIT ?)',
				now() - GOOD_FOR_MS,
				SLICE,
			).changes === SLICE,
		async resolve(chat, ask) {
			const found = known(chat);
			const phone = phoneOf(chat);
			if (found || !phone) return found ?? chat;
			if (isMissing(phone, chat)) throw notOnWhatsApp(phone, ownPhone());
			const jid = await ask(phone);
			learn(phone, jid);
			if (!jid) throw notOnWhatsApp(phone, ownPhone());
			return jid;
		},
	};
}

function notOnWhatsApp(phone: string, ownPhone: string | null): EngineError {
	return new EngineError(
		'NOT_ON_WHATSAPP',
		`${phone} is not on WhatsApp.`,
		`Is the country code missing? ${ownCode(ownPhone)}It was looked up as ${jidOfPhone(phone)}. Somebody who joins WhatsApp can be written to a day later at the latest.`,
	);
}

function ownCode(ownPhone: string | null): string {
	const code = ownPhone && countryCodeOf(ownPhone);
	return code ? `Your own number begins with +${code}. ` : '';
}
