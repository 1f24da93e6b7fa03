/** A message stanza that WhatsApp has handed over. */
export interface JournaledStanza {
	chat: string;
	messageId: string;
	/** As it came, encoded. */
	stanza: string;
	/** Hashes of the ciphertexts in it. */
	ciphertexts: string[];
}

/**
 * What was decrypted. A ciphertext can be decrypted once only, so its plaintext is written in one transaction with the keys
 * that were used up for it.
 */
export interface PlaintextJournal {
	/** What is known of a ciphertext: its plaintext, `null` when that is gone, undefined when it was never decrypted. */
	plaintext(ciphertext: string): string | null | undefined;
	/** Call it in the transaction that writes the used-up key. */
	addPlaintext(ciphertext: string, plaintext: string): void;
}
