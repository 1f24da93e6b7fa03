import {
	BufferJSON,
	cleanMessage,
	decodeMessageNode,
	decryptMessageNode,
	getBinaryNodeChildren,
	type BinaryNode,
	type SignalRepositoryWithLIDStore,
	type WAMessage,
	type WAMessageKey,
} from '@whiskeysockets/baileys';
import { withoutDevice } from '../content/jid';
import { contentOf } from '../content/wrappers';
import { parseEnvelope, type IncomingMessage, type Me } from './incoming';
import type { JournaledStanza, PlaintextJournal } from './journal';
import { isFinishedLater } from './unfinished-stanzas';
import { hashOf } from './signal-repository';
import { silentLogger } from './silent-logger';

/** A message stanza for the journal; undefined for one that says nothing, or of which Baileys makes no message. */
export function toJournal(node: BinaryNode, me: Me): JournaledStanza | undefined {
	const ciphertexts = encrypted(node).map(hashOf);
	const saysSomething = ciphertexts.length > 0 || isPlain(node) || isFinishedLater(node);
	const place = saysSomething ? placeOf(node, me) : undefined;
	if (!place) return undefined;
	return {
		...place,
		stanza: JSON.stringify(node, BufferJSON.replacer),
		ciphertexts,
	};
}

export function stanzaIn({ stanza }: JournaledStanza): BinaryNode {
	return JSON.parse(stanza, BufferJSON.reviver) as BinaryNode;
}

/** Where a ciphertext was not opened WhatsApp was not told that we have the stanza, and hands it over again. */
export function isOpened(
	{ ciphertexts }: JournaledStanza,
	journal: Pick<PlaintextJournal, 'plaintext'>,
): boolean {
	return ciphertexts.every((hash) => journal.plaintext(hash));
}

/**
 * The message of a journaled stanza, as Baileys would have made it. Undefined where it was not opened, and where it is for
 * Baileys alone: if it comes again, it has to find the words in it.
 */
export async function fromJournal(
	journaled: JournaledStanza,
	me: Me,
	journal: Pick<PlaintextJournal, 'plaintext'>,
): Promise<WAMessage | undefined> {
	if (!isOpened(journaled, journal)) return undefined;
	const read = async (ciphertext: Uint8Array) =>
		Buffer.from(journal.plaintext(hashOf(ciphertext)) ?? '', 'base64');
	const repository = {
		decryptMessage: ({ ciphertext }: { ciphertext: Uint8Array }) => read(ciphertext),
		decryptGroupMessage: ({ msg }: { msg: Uint8Array }) => read(msg),
		// What the message brought along was taken care of when it was opened, or is when it comes again.
		processSenderKeyDistributionMessage: async () => undefined,
		migrateSession: async () => undefined,
		lidMapping: { getLIDForPN: async () => null, storeLIDPNMappings: async () => undefined },
	} as unknown as SignalRepositoryWithLIDStore;
	const { fullMessage, decrypt } = messageOf(stanzaIn(journaled), me, repository);
	await decrypt();
	if (isForBaileys(fullMessage)) return undefined;
	try {
		// As Baileys does it before it hands a message out.
		const { jid, lid } = named(me);
		cleanMessage(fullMessage, jid, lid);
	} catch {
		// A reaction or vote that does not say to what: it is told as it is.
	}
	return fullMessage;
}

/**
 * A stanza as Baileys opens it, by the keys of `repository`: what the message is shows after `decrypt`. Throws where Baileys
 * makes no message of it.
 */
export function messageOf(
	node: BinaryNode,
	me: Me,
	repository: SignalRepositoryWithLIDStore,
): ReturnType<typeof decryptMessageNode> {
	const { jid, lid } = named(me);
	return decryptMessageNode(node, jid, lid, repository, silentLogger);
}

/**
 * Who wrote the message of a stanza that was not opened, where and when: phones show "Waiting for this message" in its place.
 * Undefined where they show nothing, because its sender wants it so (reactions, votes, edits), or it is for programs alone.
 */
export function awaitedIn(journaled: JournaledStanza, me: Me): IncomingMessage | undefined {
	const node = stanzaIn(journaled);
	const isHidden = getBinaryNodeChildren(node, 'enc').some(
		({ attrs }) => attrs['decrypt-fail'] === 'hide',
	);
	if (isHidden || node.attrs.category === 'peer') return undefined;
	const { jid, lid } = named(me);
	const { fullMessage } = decodeMessageNode(node, jid, lid);
	cleanMessage(fullMessage, jid, lid);
	return parseEnvelope(fullMessage, me);
}

/** Nothing but the key of a sender. */
function isForBaileys({ message }: WAMessage): boolean {
	return !!message && !contentOf(message);
}

/** The chat and ID under which Baileys hands the message out: by them the journal knows that it has become an event. */
export function placeOf(
	node: BinaryNode,
	me: Me,
): Pick<JournaledStanza, 'chat' | 'messageId'> | undefined {
	const { jid, lid } = named(me);
	try {
		return placeOfKey(decodeMessageNode(node, jid, lid).fullMessage.key, me);
	} catch {
		// Refused unseen (lib/Socket/messages-recv.js, handleMessage).
		return undefined;
	}
}

/** The same by the key that Baileys has made of the stanza. */
export function placeOfKey(
	key: WAMessageKey,
	me: Me,
): Pick<JournaledStanza, 'chat' | 'messageId'> | undefined {
	const { jid, lid } = named(me);
	const message: WAMessage = { key: { ...key } };
	cleanMessage(message, jid, lid);
	const { id, remoteJid } = message.key;
	return id && remoteJid ? { chat: withoutDevice(remoteJid), messageId: id } : undefined;
}

/** Our own addresses as Baileys wants them. */
function named({ jid, lid }: Me): { jid: string; lid: string } {
	return { jid: jid ?? '', lid: lid ?? '' };
}

/** A post of a channel, or the notice of what only the phone is given: messages without a ciphertext (decryptMessageNode). */
function isPlain(node: BinaryNode): boolean {
	return (
		getBinaryNodeChildren(node, 'plaintext').some(({ content }) => content instanceof Uint8Array) ||
		getBinaryNodeChildren(node, 'unavailable').some(({ attrs }) => attrs.type === 'view_once')
	);
}

function encrypted(node: BinaryNode): Uint8Array[] {
	return (
		getBinaryNodeChildren(node, 'enc')
			// Baileys refuses these unseen (lib/Socket/messages-recv.js, handleMessage): they never become an event.
			.filter(({ attrs }) => attrs.type !== 'msmsg')
			.map(({ content }) => content)
			.filter((content) => content instanceof Uint8Array)
	);
}
