import { phoneOf } from '../content/jid';
import { EngineError } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import { SLICE } from '../store/slice';
import type { Contacts } from '../whatsapp/index';
import type { Recipients } from './recipients';

/**
 * Who is to get each status of ours: the list is made when it is queued. It is needed to send it again, to answer the
 * devices that could not open it, and to delete it.
 */
export interface Audiences {
	/** Addresses of people, ourselves not among them. */
	set(messageId: string, people: readonly string[]): void;
	/** Empty where nothing is known. */
	of(messageId: string): string[];
	/** A slice of those that were set before and whose status waits no more, nor was sent since: true where more is left. */
	sweep(olderThan: number): boolean;
}

export function createAudiences({ db, seal }: AccountStore, now: () => number): Audiences {
	const place = (id: string) => `audience/${id}`;

	return {
		set: (messageId, people) =>
			db.run(
				'INSERT OR REPLACE INTO audience (message, at, people) VALUES (?, ?, ?)',
				messageId,
				now(),
				seal.encrypt(JSON.stringify(people), place(messageId)),
			),
		of(messageId) {
			const row = db.get<{ people: Uint8Array }>(
				'SELECT people FROM audience WHERE message = ?',
				messageId,
			);
			return row ? (JSON.parse(seal.decrypt(row.people, place(messageId))) as string[]) : [];
		},
		sweep: (olderThan) =>
			db.run(
				`DELETE FROM audience WHERE message IN (
					SELECT audience.message FROM audience JOIN message ON message.id = audience.message
					WHERE audience.at < ? AND status NOT IN ('QUEUED', 'SENDING') AND coalesce(sent_at, 0) < ? LIMIT ?)`,
				olderThan,
				olderThan,
				SLICE,
			).changes === SLICE,
	};
}

/** As many numbers as WhatsApp is asked for at once. */
const AT_A_TIME = 100;

/**
 * The same people by the addresses that WhatsApp has for them; who is not on WhatsApp is left out. Error: NOT_ON_WHATSAPP
 * where that leaves nobody.
 */
export async function onWhatsApp(
	people: readonly string[],
	recipients: Pick<Recipients, 'known' | 'learn'>,
	{ findNumbers }: Pick<Contacts, 'findNumbers'>,
): Promise<string[]> {
	const unknown = people.flatMap((jid) => (recipients.known(jid) ? [] : (phoneOf(jid) ?? [])));
	const found = new Map<string, string>();
	for (let at = 0; at < unknown.length; at += AT_A_TIME) {
		const phones = unknown.slice(at, at + AT_A_TIME);
		const answers = await findNumbers(phones);
		for (const phone of phones) {
			const jid = answers.get(phone)?.jid;
			recipients.learn(phone, jid ?? null);
			if (jid) found.set(phone, jid);
		}
	}
	const known = people.flatMap(
		(jid) => recipients.known(jid) ?? found.get(phoneOf(jid) ?? '') ?? [],
	);
	if (known.length === 0) throw NOBODY_THERE;
	return [...new Set(known)];
}

const NOBODY_THERE = new EngineError(
	'NOT_ON_WHATSAPP',
	'Nobody of those who were to see the status is on WhatsApp.',
	'Check the numbers under People, with their country codes.',
);
