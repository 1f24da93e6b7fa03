import type { proto } from '@whiskeysockets/baileys';
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Addressing } from './address';
import type { KnownMessage } from './known-message';
import type { Account, Registry } from './registry';
import { parseAddress } from './address';

/*
 * Votes, answers to events and edits are encrypted once more inside the message, under a key that comes from the secret
 * of the message that they are about (messageContextInfo.messageSecret) and from two names: of who made it, and of who
 * does something to it.
 *
 * Which names: those the chat uses. whatsmeow (msgsecret.go) opens with the creator as the stanza of the poll named him
 * and the voter as the stanza of the vote names him, rc14 (process-message.js) with the creator by phone number and the
 * answerer as the stanza names him. But whatsmeow seals with the LID of the voter even where the chat goes by phone
 * number, and WhatsApp's clients read it. So a client seals by the names of the chat here, unless a test says
 * otherwise, and opens by any of the names.
 */

const TAG_LENGTH = 16;

/** What is sealed. */
export type Purpose =
	| 'Poll Vote'
	| 'Event Response'
	| 'Event Edit'
	| 'Message Edit'
	| 'Enc Reaction'
	| 'Enc Comment';

/** By which of their names creator and actor went into a key. */
export interface SecretNames {
	readonly creator: Addressing;
	readonly actor: Addressing;
}

/** Something sealed, as messages carry it. */
export interface Sealed {
	readonly encPayload: Uint8Array;
	readonly encIv: Uint8Array;
}

/** Whom and what a key is for. */
interface KeyMaterial {
	readonly purpose: Purpose;
	readonly messageId: string;
	readonly secret: Uint8Array;
	readonly creator: string;
	readonly actor: string;
}

/** Seals what an account does to a poll or an event. */
export function sealFor(
	target: KnownMessage,
	actor: Account,
	purpose: Purpose,
	plaintext: Uint8Array,
	registry: Registry,
	names: Partial<SecretNames> = {},
): Sealed {
	const { creator = addressingOf(target), actor: actorName = addressingOf(target) } = names;
	const material = materialFor(target, actor, purpose, registry, { creator, actor: actorName });
	const { key, aad } = derive(material);
	const encIv = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', key, encIv).setAAD(aad);
	const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
	return { encPayload: Buffer.concat([ciphertext, cipher.getAuthTag()]), encIv };
}

/** Opens what an account did to a poll or an event; says by which names it was sealed. */
export function openFrom(
	target: KnownMessage,
	actor: Account,
	purpose: Purpose,
	sealed: { encPayload?: Uint8Array | null; encIv?: Uint8Array | null } | null | undefined,
	registry: Registry,
): { plaintext: Buffer; names: SecretNames } {
	const { encPayload, encIv } = sealed ?? {};
	if (!encPayload || !encIv) throw new Error(`A ${purpose} without payload or IV`);
	const own = addressingOf(target);
	const other: Addressing = own === 'pn' ? 'lid' : 'pn';
	for (const creator of [own, other]) {
		for (const actorName of [own, other]) {
			const names = { creator, actor: actorName };
			const { key, aad } = derive(materialFor(target, actor, purpose, registry, names));
			try {
				const decipher = createDecipheriv('aes-256-gcm', key, encIv)
					.setAAD(aad)
					.setAuthTag(encPayload.subarray(-TAG_LENGTH));
				const opened = decipher.update(encPayload.subarray(0, -TAG_LENGTH));
				return { plaintext: Buffer.concat([opened, decipher.final()]), names };
			} catch {
				// Sealed by other names.
			}
		}
	}
	throw new Error(`The ${purpose} of ${actor.number} for ${target.id} cannot be opened`);
}

function materialFor(
	{ id, author, message }: KnownMessage,
	actor: Account,
	purpose: Purpose,
	registry: Registry,
	names: SecretNames,
): KeyMaterial {
	const secret = secretOf(message);
	const creator = registry.accountOf(author);
	if (!creator) throw new Error(`${author} is not on WhatsApp`);
	return {
		purpose,
		messageId: id,
		secret,
		creator: creator.jid(names.creator),
		actor: actor.jid(names.actor),
	};
}

function secretOf(message: proto.IMessage): Uint8Array {
	const secret = message.messageContextInfo?.messageSecret;
	if (!secret?.length) throw new Error('The message has no secret');
	return secret;
}

function derive({ purpose, messageId, secret, creator, actor }: KeyMaterial): {
	key: Buffer;
	aad: Buffer;
} {
	const info = `${messageId}${creator}${actor}${purpose}`;
	const key = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(32), info, 32));
	// Edits have no additional data (whatsmeow, msgsecret.go).
	const isAnswer = purpose === 'Poll Vote' || purpose === 'Event Response';
	return { key, aad: Buffer.from(isAnswer ? `${messageId}\u0000${actor}` : '') };
}

function addressingOf({ author }: KnownMessage): Addressing {
	return parseAddress(author)?.addressing ?? 'pn';
}
