import { createHash } from 'node:crypto';
import { editIn, type Change, type ReadContext } from '../content/incoming/index';
import { jidsOf } from '../content/jid';
import type { IncomingEventAnswer, PersonAddress } from '../gateway/contract';
import type { MessageSecret, MessageSecrets } from './message-secrets';
import type { WireMessage } from '../content/outgoing/index';
import { innermost } from '../content/wrappers';
import {
	openEventAnswer,
	openMessage,
	openPollVote,
	openReaction,
	type AddonNames,
} from '../whatsapp/index';

/** Opens what people answer to polls and events, edits, reactions and comments: they are sealed for those who know the message. */
export interface MessageAddons extends Pick<ReadContext, 'pollVote' | 'eventAnswer'> {
	/** What the message says now; undefined where it cannot be read. */
	edit(change: Extract<Change, { kind: 'sealedEdit' }>): WireMessage | undefined;
	/** A sealed reaction or comment as one that is not; as it is where it cannot be read, and everything else. */
	unseal(message: WireMessage): WireMessage;
}

/** `actors`: every address of who answers. `addresses` finds those of who asked. */
export function createMessageAddons(
	messageSecrets: Pick<MessageSecrets, 'find'>,
	addresses: (jid: string) => PersonAddress,
	actors: () => readonly string[],
): MessageAddons {
	function open<T>(
		messageId: string,
		opener: (of: { messageId: string; secret: Uint8Array }, names: AddonNames) => T | undefined,
	): { kept: MessageSecret | undefined; opened: T | undefined } {
		const kept = messageSecrets.find(messageId);
		if (!kept) return { kept, opened: undefined };
		// Clients differ in which of a person's addresses they encrypt with.
		const creators = jidsOf(kept.creator, addresses(kept.creator));
		const names = { creators, actors: actors() };
		const secret = Buffer.from(kept.secret, 'base64');
		try {
			return { kept, opened: opener({ messageId, secret }, names) };
		} catch {
			// It opens, and holds something else.
			return { kept, opened: undefined };
		}
	}

	return {
		pollVote({ pollCreationMessageKey, vote }) {
			const pollMessageId = pollCreationMessageKey?.id ?? '';
			const { kept, opened } = open(pollMessageId, (of, names) =>
				openPollVote(vote ?? {}, of, names),
			);
			return {
				pollMessageId,
				question: kept?.name ?? null,
				options: (kept && opened && chosen(kept.options, opened)) ?? null,
				problem: opened ? null : problem('poll', kept),
			};
		},
		eventAnswer({ eventCreationMessageKey, ...sealed }) {
			const { kept, opened } = open(eventCreationMessageKey?.id ?? '', (of, names) =>
				openEventAnswer(sealed, of, names),
			);
			return {
				eventName: kept?.name ?? null,
				answer: ANSWERS[opened?.response ?? -1] ?? null,
				extraGuests: opened?.extraGuestCount ?? 0,
				problem: opened ? null : problem('event', kept),
			};
		},
		edit({ key, sealed, use }) {
			const { opened } = open(key.id ?? '', (of, names) => openMessage(sealed, of, names, use));
			return opened && editIn(opened);
		},
		unseal(message) {
			const { encReactionMessage, encCommentMessage } = innermost(message);
			const { targetMessageKey, ...sealed } = encReactionMessage ?? encCommentMessage ?? {};
			if (!targetMessageKey?.id) return message;
			if (encReactionMessage) {
				const { opened } = open(targetMessageKey.id, (of, names) =>
					openReaction(sealed, of, names),
				);
				return opened ? { reactionMessage: { ...opened, key: targetMessageKey } } : message;
			}
			const { opened } = open(targetMessageKey.id, (of, names) =>
				openMessage(sealed, of, names, 'Enc Comment'),
			);
			return opened ? { commentMessage: { message: opened, targetMessageKey } } : message;
		},
	};
}

/** `proto.Message.EventResponseMessage.EventResponseType`, in its order. */
const ANSWERS: readonly IncomingEventAnswer['answer'][] = [null, 'going', 'notGoing', 'maybe'];

/** A vote names options by hash. */
function chosen(options: readonly string[], hashes: readonly Uint8Array[]): string[] {
	const wanted = new Set(hashes.map((hash) => Buffer.from(hash).toString('hex')));
	return options.filter((option) => wanted.has(createHash('sha256').update(option).digest('hex')));
}

function problem(what: string, kept: MessageSecret | undefined): string {
	return kept
		? `The answer could not be read: it does not fit the ${what}.`
		: `The ${what} is not known: it is older than 30 days, or from before the number was linked.`;
}
