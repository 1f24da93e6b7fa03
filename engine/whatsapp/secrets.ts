import { createHash, randomBytes } from 'node:crypto';
import { aesDecryptGCM, aesEncryptGCM, hmacSign, proto } from '@whiskeysockets/baileys';
import type { Seal, SecretKey } from '../content/outgoing/index';
import { wellFormed } from '../content/well-formed';

/*
 * Add-ons of a message are encrypted once more inside of their own message: votes, responses to events, edits, and reactions
 * and comments in a community's announcement group. The key comes from the message secret, from the address of who made the
 * message, and from the address of who made the add-on. The first two are as in Baileys (`decryptPollVote`,
 * `decryptEventResponse`), the others as in whatsmeow (msgsecret.go).
 */

const { EventResponseMessage, PollVoteMessage, ReactionMessage } = proto.Message;

/** What the key is for; part of it. */
type Use = 'Poll Vote' | 'Event Response' | 'Enc Reaction' | MessageUse;
/** For these a message is encrypted as a whole. */
export type MessageUse = 'Event Edit' | 'Message Edit' | 'Enc Comment';

/** Something encrypted, as messages carry it. */
interface Sealed {
	encPayload?: Uint8Array | null;
	encIv?: Uint8Array | null;
}

/** The message that it is about. */
type SecretOf = Pick<SecretKey, 'messageId' | 'secret'>;

/** By which names it may have been encrypted: clients differ in them. */
export interface AddonNames {
	creators: readonly string[];
	actors: readonly string[];
}

const IV_BYTES = 12;

/** All others have no additional data (whatsmeow, generateMsgSecretKey). */
const WITH_NAMES: ReadonlySet<Use> = new Set(['Poll Vote', 'Event Response']);

export const seal: Seal = {
	vote(key, options) {
		// Options are named by their hash.
		const selectedOptions = options.map((name) => createHash('sha256').update(name).digest());
		return encrypt(PollVoteMessage.encode({ selectedOptions }).finish(), key, 'Poll Vote');
	},
	eventAnswer: (key, answer) =>
		encrypt(EventResponseMessage.encode(answer).finish(), key, 'Event Response'),
	eventEdit: (key, eventMessage) =>
		encrypt(proto.Message.encode({ eventMessage }).finish(), key, 'Event Edit'),
};

/** The hashes of the chosen options. */
export function openPollVote(
	sealed: Sealed,
	of: SecretOf,
	names: AddonNames,
): readonly Uint8Array[] | undefined {
	const plain = decrypt(sealed, of, names, 'Poll Vote');
	return plain && PollVoteMessage.decode(plain).selectedOptions;
}

export function openEventAnswer(
	sealed: Sealed,
	of: SecretOf,
	names: AddonNames,
): proto.Message.IEventResponseMessage | undefined {
	const plain = decrypt(sealed, of, names, 'Event Response');
	return plain && EventResponseMessage.decode(plain);
}

/** The reaction, without its key: that stands beside the ciphertext. */
export function openReaction(
	sealed: Sealed,
	of: SecretOf,
	names: AddonNames,
): proto.Message.IReactionMessage | undefined {
	const plain = decrypt(sealed, of, names, 'Enc Reaction');
	return plain && wellFormed(ReactionMessage.decode(plain));
}

/** What an edit or a comment says. */
export function openMessage(
	sealed: Sealed,
	of: SecretOf,
	names: AddonNames,
	use: MessageUse,
): proto.IMessage | undefined {
	const plain = decrypt(sealed, of, names, use);
	return plain && wellFormed(proto.Message.decode(plain));
}

function encrypt(plain: Uint8Array, key: SecretKey, use: Use) {
	const { secret, additional } = derive(key, use);
	const encIv = randomBytes(IV_BYTES);
	return { encPayload: aesEncryptGCM(plain, secret, encIv, additional), encIv };
}

/** Undefined where none of the names fits. */
function decrypt(
	{ encPayload, encIv }: Sealed,
	of: SecretOf,
	{ creators, actors }: AddonNames,
	use: Use,
): Uint8Array | undefined {
	if (!encPayload || !encIv) return undefined;
	for (const creator of creators) {
		for (const actor of actors) {
			const { secret, additional } = derive({ ...of, creator, actor }, use);
			try {
				return aesDecryptGCM(encPayload, secret, encIv, additional);
			} catch {
				// Encrypted by other names.
			}
		}
	}
	return undefined;
}

function derive({ messageId, secret, creator, actor }: SecretKey, use: Use) {
	// HKDF-SHA256 of 32 bytes, without salt.
	const info = Buffer.concat([Buffer.from(messageId + creator + actor + use), Buffer.of(1)]);
	return {
		secret: hmacSign(info, hmacSign(secret, new Uint8Array(32), 'sha256'), 'sha256'),
		additional: Buffer.from(WITH_NAMES.has(use) ? `${messageId}\u0000${actor}` : ''),
	};
}
