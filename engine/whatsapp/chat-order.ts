import type { BinaryNode } from '@whiskeysockets/baileys';
import { phoneOf, withoutDevice } from '../content/jid';
import { kindOf, type Log } from '../log';
import type { LidMapping } from './lid-mapping';
import { createLocks } from './locks';
import { intercept, type StanzaSource } from './stanza-listeners';

/** A message that Baileys does not get done with must not hold up its chat for ever. */
const LONGEST_HANDLING_MS = 60_000;

/**
 * Hands the messages of one chat to Baileys one after another, as they came. Left to itself it changes their order twice
 * (lib/Socket/messages-recv.js):
 * - Before it queues a message it looks up its sender: whoever it knows already overtakes whoever it has to store first.
 * - What had waited for the login (marked `offline`) goes into a queue of its own, of which it does not say when it is
 *   done (lib/Utils/offline-node-processor.js), and what comes live goes past that. So the mark is taken off: it decides
 *   nothing else but `append` or `notify`, which are the same to us.
 *
 * The keys of a chat are used in their order that way, too: far out of order they could not be used at all.
 *
 * After the close nothing is handed over: WhatsApp has not been told that we have it, so it comes again.
 *
 * `handled` is called when Baileys is done with a message, in front of the next one of its chat. It must not throw.
 */
export function keepChatOrder(
	ws: StanzaSource,
	lidMapping: LidMapping,
	log: Log,
	handled: (node: BinaryNode) => Promise<void>,
	longestMs = LONGEST_HANDLING_MS,
): void {
	const chats = createLocks();
	intercept(ws, 'CB:message', (next) => {
		const work = async (node: BinaryNode) => {
			await next(node);
			if (ws.isOpen) await handled(node);
		};
		return (stanza) => {
			const { offline, ...attrs } = stanza.attrs;
			const node = { ...stanza, attrs };
			const handle = async () => {
				if (!ws.isOpen) return;
				await atMost(longestMs, work(node));
			};
			return chats
				.run(chatOf(stanza, lidMapping), handle)
				.catch((error: unknown) =>
					log.debug('Baileys could not deal with a message', { error: kindOf(error) }),
				);
		};
	});
}

/** One name for a chat: a person is written to by phone number and by LID. */
function chatOf({ attrs }: BinaryNode, lidMapping: LidMapping): string {
	// Own messages from other devices come from ourselves, and name their chat as recipient.
	const { from, recipient, recipient_lid, sender_lid } = attrs;
	const jid = withoutDevice(recipient ?? from ?? '');
	if (!phoneOf(jid)) return jid;
	const lid = recipient ? recipient_lid : sender_lid;
	return lidMapping.lookUp(jid).lid ?? (lid ? withoutDevice(lid) : jid);
}

/** Waits for the work, but not longer than this. */
async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
	const { promise: late, resolve } = Promise.withResolvers<void>();
	const timer = setTimeout(resolve, ms).unref();
	try {
		await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}
