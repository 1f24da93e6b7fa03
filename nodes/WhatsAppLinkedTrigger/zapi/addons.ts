import type { MessageBody, MessagePointer } from '../../../engine/gateway/contract';
import { millis, personOf, phoneOf, seconds } from './address';
import { location } from './media';
import type { ReceivedEvent } from './received-event';

/** Add-ons of messages (reactions, pins, votes, answers to events), and what they are about. */

function referenced({ messageId, fromMe, from }: MessagePointer, { chat }: ReceivedEvent): object {
	return {
		messageId,
		fromMe,
		phone: phoneOf(chat),
		participant: chat.type === 'direct' ? null : personOf(from),
	};
}

export function reaction(event: ReceivedEvent): object | undefined {
	return (
		event.reaction && {
			value: event.reaction.emoji ?? '',
			time: millis(event.timestamp),
			reactionBy: personOf(event.from),
			referencedMessage: referenced(event.reaction.target, event),
		}
	);
}

export function pin(event: ReceivedEvent): object | undefined {
	return (
		event.pin && {
			action: event.pin.pinned ? 'pin' : 'unpin',
			pinDurationInSecs: event.pin.seconds,
			referencedMessage: referenced(event.pin.target, event),
		}
	);
}

const named = (names: readonly string[]) => names.map((name) => ({ name }));

export function poll({ poll: asked }: MessageBody): object | undefined {
	return (
		asked && {
			question: asked.question,
			pollMaxOptions: asked.selectable,
			options: named(asked.options),
		}
	);
}

export function pollVote({ pollVote: vote }: MessageBody): object | undefined {
	return (
		vote && {
			pollMessageId: vote.pollMessageId,
			// No options mean that the vote was taken back: one that cannot be read is something else.
			options: vote.options && named(vote.options),
			...(vote.problem && { problem: vote.problem }),
		}
	);
}

export function eventDetails({ eventDetails: details }: MessageBody): object | undefined {
	return (
		details && {
			name: details.name,
			description: details.description ?? '',
			canceled: details.canceled,
			joinLink: details.joinLink,
			scheduleTime: seconds(details.startsAt),
			location: details.location ? location(details.location) : {},
		}
	);
}

const RESPONSES = { going: 'GOING', notGoing: 'NOT_GOING', maybe: 'MAYBE' } as const;

export function eventAnswer(event: ReceivedEvent): object | undefined {
	const { answer, target, problem } = event.eventAnswer ?? {};
	return (
		target && {
			response: answer ? RESPONSES[answer] : null,
			responseFrom: personOf(event.from),
			time: millis(event.timestamp),
			referencedMessage: referenced(target, event),
			...(problem && { problem }),
		}
	);
}

/** The message is the description of the row, where it has one. */
export function listAnswer({ listAnswer: answer }: MessageBody): object | undefined {
	return (
		answer && {
			message: answer.description ?? answer.title,
			title: answer.title,
			selectedRowId: answer.id,
		}
	);
}
