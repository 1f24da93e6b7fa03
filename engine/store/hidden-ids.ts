import type { Database } from './database';
import type { Seal } from './seal';

/** Where the rows go that are found by a phone number, and hold it in no readable form. */

export function authId(seal: Seal, type: string, id: string): string {
	// The credentials have no ID.
	return id && seal.digest(`auth/${type}/${id}`);
}

export function recipientId(seal: Seal, phone: string): string {
	return seal.digest(`recipient/${phone}`);
}

export function contactId(seal: Seal, id: string): string {
	return seal.digest(`contact/${id}`);
}

export function chatId(seal: Seal, id: string): string {
	return seal.digest(`chat/${id}`);
}

export function conversationId(seal: Seal, id: string): string {
	return seal.digest(`conversation/${id}`);
}

export const recipientPlace = (hidden: string) => `recipient/${hidden}`;
export const contactPlace = (hidden: string) => `contact/${hidden}`;
export const chatPlace = (hidden: string) => `chat/${hidden}`;
export const conversationPlace = (hidden: string) => `paused_conversation/${hidden}`;
export const errorPlace = (messageId: string) => `message/${messageId}/error`;

/** Brings over what a file of before holds in the clear. SQL alone cannot: it knows no keys. */
export function hideIds(db: Database, seal: Seal): void {
	if (!db.get("SELECT 1 FROM sqlite_schema WHERE name = 'auth_plain'")) return;
	db.transaction(() => {
		for (const { type, id, value } of db.all<{ type: string; id: string; value: Uint8Array }>(
			'SELECT type, id, value FROM auth_plain',
		)) {
			db.run('INSERT INTO auth VALUES (?, ?, ?)', type, authId(seal, type, id), value);
		}
		for (const { phone, jid, checked_at: at } of db.all<{
			phone: string;
			jid: string;
			checked_at: number;
		}>('SELECT phone, jid, checked_at FROM recipient_plain')) {
			const hidden = recipientId(seal, phone);
			const sealed = seal.encrypt(jid, recipientPlace(hidden));
			db.run('INSERT INTO recipient VALUES (?, ?, ?)', hidden, sealed, at);
		}
		for (const { id, at, names } of db.all<{ id: string; at: number; names: Uint8Array }>(
			'SELECT id, at, names FROM contact_plain',
		)) {
			const hidden = contactId(seal, id);
			const known = JSON.parse(seal.decrypt(names, `contact/${id}`)) as object;
			const sealed = seal.encrypt(JSON.stringify({ id, ...known }), contactPlace(hidden));
			db.run('INSERT INTO contact VALUES (?, ?, ?)', hidden, at, sealed);
		}
		for (const { id, error } of db.all<{ id: string; error: string }>(
			"SELECT id, error FROM message WHERE typeof(error) = 'text'",
		)) {
			db.run('UPDATE message SET error = ? WHERE id = ?', seal.encrypt(error, errorPlace(id)), id);
		}
		for (const table of ['auth', 'recipient', 'contact']) db.run(`DROP TABLE ${table}_plain`);
	});
	db.scrub();
}
