import { encodeWAMessage, proto, type BinaryNode } from '@whiskeysockets/baileys';
import { createJournal, type Journal } from '../../../engine/inbox/journal';
import type { AccountStore } from '../../../engine/store/account-store';
import { createKeyStore } from '../../../engine/store/keys';
import { createAuth } from '../../../engine/whatsapp/auth';
import type { IncomingMessage } from '../../../engine/whatsapp/incoming';
import { toJournal } from '../../../engine/whatsapp/journaling';
import { hashOf } from '../../../engine/whatsapp/signal-repository';
import { START } from '../../support/fake-clock';

/** A number that is linked, a person whose two addresses are known to be one, and what comes in from there. */

export const ME = { id: '5511900000001:12@s.whatsapp.net', lid: '111:12@lid', name: 'Ana' };
export const BOB = '5511900000002@s.whatsapp.net';
export const BOBS_LID = '222@lid';
export const GROUP = '120363000000000001@g.us';

/** Makes a store one in which the number is linked already. */
export async function link(fresh: AccountStore): Promise<void> {
	const auth = createAuth(
		createKeyStore(fresh),
		createJournal(fresh, () => START),
	);
	const identity = proto.ADVSignedDeviceIdentity.fromObject({ details: Buffer.from('details') });
	Object.assign(auth.state.creds, { me: ME, account: identity });
	auth.save();
	await auth.state.keys.set({
		'lid-mapping': { '5511900000002': '222', '222_reverse': '5511900000002' },
	});
}

/** A message of Bob's. */
export function incoming(messageId: string, more: Partial<IncomingMessage> = {}): IncomingMessage {
	return {
		messageId,
		chat: BOBS_LID,
		sender: BOBS_LID,
		senderAlt: null,
		chatAlt: null,
		fromMe: false,
		broadcast: false,
		pushName: 'Bob',
		at: START,
		content: { conversation: `words of ${messageId}` },
		...more,
	};
}

/** A message in more envelopes than anybody can open. */
export function buried(): proto.IMessage {
	let message: proto.IMessage = { conversation: 'hidden' };
	for (let i = 0; i < 500; i++) message = { ephemeralMessage: { message } };
	return message;
}

/**
 * Puts a stanza of Bob's into the journal; `attrs` says where it was written, `extras` stand beside the ciphertext. Its content
 * is opened by `openStanza`.
 */
export function journalStanza(
	journal: Journal,
	id: string,
	attrs: { [name: string]: string } = {},
	extras: BinaryNode[] = [],
): void {
	const entry = toJournal(
		{
			tag: 'message',
			attrs: { id, from: BOBS_LID, t: String(START / 1000), notify: 'Bob', ...attrs },
			content: [
				{ tag: 'enc', attrs: { v: '2', type: 'msg' }, content: ciphertextOf(id) },
				...extras,
			],
		},
		{ jid: ME.id, lid: ME.lid },
	);
	if (!entry) throw new Error('The stanza is not journaled');
	journal.add(entry);
}

/** What Baileys has found in a stanza of the journal. */
export function openStanza(journal: Journal, id: string, message: proto.IMessage): void {
	const padded = encodeWAMessage(proto.Message.create(message));
	journal.addPlaintext(hashOf(ciphertextOf(id)), Buffer.from(padded).toString('base64'));
}

const ciphertextOf = (id: string) => Buffer.from(`ciphertext of ${id}`);
