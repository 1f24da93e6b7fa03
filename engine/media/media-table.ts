import type { StoredMedia } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import type { Uploaded } from './media-host';

/** What is kept of a file on its way out. Bytes are base64, times milliseconds since 1970. */
export interface MediaRow extends Omit<StoredMedia, 'mediaId' | 'note'> {
	thumbnail: string | null;
	waveform: string | null;
	isAnimated: boolean;
	storedAt: number;
	mediaKey: string;
	sha256: string;
	encSha256: string;
	/** Where WhatsApp has it; null as long as it lies in the spool. */
	uploaded: Uploaded | null;
}

/** The files that wait for their message, or with it. */
export interface MediaTable {
	/** It is on disk when the promise resolves. */
	add(id: string, row: MediaRow): Promise<void>;
	get(id: string): MediaRow | undefined;
	/** Lazily. */
	setUploaded(id: string, uploaded: Uploaded): void;
	/** False when there is no such file, or another message has it. */
	claim(id: string, messageId: string): boolean;
	/** Forgets a file that no message has; false when there is no such file. */
	discard(id: string): boolean;
	/** Forgets what no message needs any more, and what none has asked for since `unclaimedSince`; returns what it was. */
	sweep(unclaimedSince: number): string[];
}

export function createMediaTable({ db, seal }: Pick<AccountStore, 'db' | 'seal'>): MediaTable {
	const place = (id: string) => `media/${id}`;
	const close = (id: string, row: MediaRow) => seal.encrypt(JSON.stringify(row), place(id));

	function get(id: string): MediaRow | undefined {
		const row = db.get<{ body: Uint8Array }>('SELECT body FROM media WHERE id = ?', id);
		return row && (JSON.parse(seal.decrypt(row.body, place(id))) as MediaRow);
	}

	return {
		get,
		async add(id, row) {
			db.lazily(() =>
				db.run(
					'INSERT INTO media (id, stored_at, body) VALUES (?, ?, ?)',
					id,
					row.storedAt,
					close(id, row),
				),
			);
			await db.saving();
		},
		setUploaded(id, uploaded) {
			const row = get(id);
			if (!row) return;
			const body = close(id, { ...row, uploaded });
			db.lazily(() => db.run('UPDATE media SET body = ? WHERE id = ?', body, id));
		},
		claim: (id, messageId) =>
			db.run(
				'UPDATE media SET message = ? WHERE id = ? AND (message IS NULL OR message = ?)',
				messageId,
				id,
				messageId,
			).changes > 0,
		discard: (id) => db.run('DELETE FROM media WHERE id = ? AND message IS NULL', id).changes > 0,
		sweep: (unclaimedSince) =>
			db.transaction(() => {
				const forget = (where: string, ...values: number[]) =>
					db.all<{ id: string }>(`DELETE FROM media WHERE ${where} RETURNING id`, ...values);
				return [
					...forget('message IS NULL AND stored_at < ?', unclaimedSince),
					// What was handed to WhatsApp (wire) says by itself where its files are.
					...forget(`message IS NOT NULL AND NOT EXISTS (SELECT 1 FROM message WHERE id = media.message
						AND status IN ('QUEUED', 'SENDING') AND wire IS NULL)`),
				].map(({ id }) => id);
			}),
	};
}
