import type { proto } from '@whiskeysockets/baileys';
import type { IncomingEventDetails } from '../../gateway/contract';
import { locationOf } from './location';
import type { Read, ReadContext } from './reader';
import { amount, atMost, timeOf, words } from './values';

/** Polls, events, and what people answer to them. */
export function poll(body: proto.Message.IPollCreationMessage): Read {
	const question = body.name ?? '';
	return {
		type: 'poll',
		text: words(question),
		poll: { question, options: optionsOf(body), selectable: body.selectableOptionsCount ?? 0 },
	};
}

export function optionsOf({ options }: proto.Message.IPollCreationMessage): string[] {
	return atMost(options).map(({ optionName }) => optionName ?? '');
}

export function pollVote(
	update: proto.Message.IPollUpdateMessage,
	context: ReadContext,
): Read | undefined {
	// Without a vote it tells of the poll itself, to devices of its author.
	if (!update.vote) return undefined;
	return { type: 'pollVote', text: null, pollVote: context.pollVote(update) };
}

export function pollResult(body: proto.Message.IPollResultSnapshotMessage): Read {
	const question = body.name ?? '';
	const results = atMost(body.pollVotes).map(({ optionName, optionVoteCount }) => ({
		option: optionName ?? '',
		votes: amount(optionVoteCount) ?? 0,
	}));
	return { type: 'pollResult', text: words(question), pollResult: { question, results } };
}

export function event(body: proto.Message.IEventMessage): Read {
	const eventDetails = detailsOf(body);
	return { type: 'event', text: words(eventDetails.name), eventDetails };
}

function detailsOf(body: proto.Message.IEventMessage): IncomingEventDetails {
	return {
		name: body.name ?? '',
		description: words(body.description),
		startsAt: timeOf(body.startTime),
		endsAt: timeOf(body.endTime),
		location: body.location ? locationOf(body.location) : null,
		joinLink: words(body.joinLink),
		canceled: body.isCanceled === true,
	};
}

/** A call to come to. */
export function scheduledCall(body: proto.Message.IScheduledCallCreationMessage): Read {
	const startTime = (amount(body.scheduledTimestampMs) ?? 0) / 1000;
	return event({ name: body.title, startTime });
}

export function eventAnswer(
	answer: proto.Message.IEncEventResponseMessage,
	context: ReadContext,
): Read {
	const target = context.target(answer.eventCreationMessageKey);
	return {
		type: 'eventAnswer',
		text: null,
		eventAnswer: { target, ...context.eventAnswer(answer) },
	};
}
