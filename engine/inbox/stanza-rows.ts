import type { AccountStore } from '../store/account-store';
import type { JournaledStanza } from '../whatsapp/index';

export interface StanzaRow {
	chat: string;
	id: string;
	ciphertexts: string;
	body: Uint8Array;
}

/** What the tables that hold message stanzas have in common. */
export interface StanzaRows {
	/** The columns chat, id, ciphertexts and body. */
	values(stanza: JournaledStanza): [string, string, string, Uint8Array];
	read(row: StanzaRow): JournaledStanza;
	find(chat: string, id: string): JournaledStanza | undefined;
	/** Deletes it and what its ciphertexts say; that they were opened is still known. Joins the caller's transaction. */
	complete(chat: string, id: string): void;
}

/** Where rows are sealed for. The second table once had that name, and what was written then is still read. */
const PLACES = { stanza: 'stanza', unfinished_stanza: 'errand' };

export function createStanzaRows(
	{ db, seal }: AccountStore,
	table: keyof typeof PLACES,
): StanzaRows {
	const place = (chat: string, id: string) => `${PLACES[table]}/${chat}/${id}`;
	const read = ({ chat, id, ciphertexts, body }: StanzaRow): JournaledStanza => ({
		chat,
		messageId: id,
		stanza: seal.decrypt(body, place(chat, id)),
		ciphertexts: JSON.parse(ciphertexts) as string[],
	});

	return {
		values: ({ chat, messageId, stanza, ciphertexts }) => [
			chat,
			messageId,
			JSON.stringify(ciphertexts),
			seal.encrypt(stanza, place(chat, messageId)),
		],
		read,
		find(chat, id) {
			const row = db.get<StanzaRow>(
				`SELECT chat, id, ciphertexts, body FROM ${table} WHERE chat = ? AND id = ?`,
				chat,
				id,
			);
			return row && read(row);
		},
		complete(chat, id) {
			db.lazily(() => {
				const row = db.get<Pick<StanzaRow, 'ciphertexts'>>(
					`DELETE FROM ${table} WHERE chat = ? AND id = ? RETURNING ciphertexts`,
					chat,
					id,
				);
				if (!row) return;
				for (const ciphertext of JSON.parse(row.ciphertexts) as string[]) {
					db.run('UPDATE plaintext SET body = NULL WHERE ciphertext = ?', ciphertext);
				}
			});
		},
	};
}
