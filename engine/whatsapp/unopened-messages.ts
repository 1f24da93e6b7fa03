import { MISSING_KEYS_ERROR_TEXT, type WAMessageKey } from '@whiskeysockets/baileys';
import type { ILogger } from '@whiskeysockets/baileys/lib/Utils/logger.js';

/** What Baileys logs of a message that it cannot decrypt (lib/Utils/decode-wa-message.js, decryptMessageNode). */
interface LoggedFailure {
	key?: WAMessageKey;
	err?: Error;
}

const SENTENCE = 'failed to decrypt message';

/**
 * A logger for Baileys that hears of each message that cannot be opened, at the moment in which Baileys has found out. Its
 * event comes after it has told WhatsApp so, and is held back at times: who ends in between would never know of it.
 *
 * Nothing is told of a ciphertext whose key is used up: Baileys takes it for one that came before, and asks nobody for it.
 */
export function watchUnopenedMessages(logger: ILogger, tell: (key: WAMessageKey) => void): ILogger {
	const watching: ILogger = {
		...logger,
		child: () => watching,
		error(details, sentence) {
			const { key, err } = (details ?? {}) as LoggedFailure;
			if (sentence !== SENTENCE || !key || err?.message === MISSING_KEYS_ERROR_TEXT) return;
			tell(key);
		},
	};
	return watching;
}
