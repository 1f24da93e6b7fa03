import type { AccountStore } from '../store/account-store';

/** A message as a trigger's output carries it: enough to answer, forward or download it when the engine has forgotten it. */
export interface ReferencedMessage {
	chat: string;
	messageId: string;
	fromMe: boolean;
	sender: string;
	/** Milliseconds since 1970. */
	at: number;
	/** The encoded content. */
	wire: string;
}

/** Seals messages into opaque text: it holds keys of files, and words that only this account may put into new messages. */
export interface References {
	seal(message: ReferencedMessage): string;
	/** Undefined when it is not a reference that this account has made. */
	open(reference: string): ReferencedMessage | undefined;
}

const PLACE = 'reference';

export function createReferences({ seal }: Pick<AccountStore, 'seal'>): References {
	return {
		seal: (message) => Buffer.from(seal.encrypt(JSON.stringify(message), PLACE)).toString('base64'),
		open(reference) {
			try {
				const text = seal.decrypt(Buffer.from(reference, 'base64'), PLACE);
				return JSON.parse(text) as ReferencedMessage;
			} catch {
				// It is none of ours.
				return undefined;
			}
		},
	};
}
