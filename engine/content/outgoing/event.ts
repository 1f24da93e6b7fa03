import type { proto } from '@whiskeysockets/baileys';
import type { EventContent, EventDetails } from '../../gateway/contract';
import { fromIso, HOW_TO_SAY_A_TIME, whyNoTime } from '../iso-time';
import { chatType } from '../jid';
import { checkLength, checkOneOf, checkWords, invalid, MAX_DESCRIPTION, MAX_LABEL } from './checks';
import { firstLine } from './first-line';
import type { Kind } from './kind';

const CALLS: readonly string[] = ['audio', 'video'];

/** `found`: the link to its call. */
export const event: Kind<EventContent, string | undefined> = {
	check(content, { chat }) {
		if (chatType(chat) !== 'group') {
			throw invalid(
				'Events can be sent to groups only.',
				'Use the chat ID of a group. It ends with @g.us.',
			);
		}
		checkEvent(content.event);
	},
	summary: (content) => firstLine(`Event: ${content.event.name}`),
	lookUp: async ({ event: { call, startsAt } }, whatsApp) =>
		call && (await whatsApp.createCallLink(call, Date.parse(startsAt))),
	build: (content, { found: callLink, secret }) => ({
		eventMessage: eventMessage(content.event, callLink),
		messageContextInfo: { messageSecret: secret() },
	}),
};

/** Error: INVALID_CONTENT. */
export function checkEvent(details: EventDetails): void {
	const { name, description, location, startsAt, endsAt, call } = details;
	checkWords('The name of the event', name, MAX_LABEL);
	checkLength('The description of the event', description, MAX_DESCRIPTION);
	checkLength('The place of the event', location, MAX_DESCRIPTION);
	if (call) checkOneOf('a kind of call', call, CALLS);
	const start = timeOf('start', startsAt);
	if (endsAt === undefined || timeOf('end', endsAt) > start) return;
	throw invalid(
		`The event ends (${endsAt}) before it starts (${startsAt}).`,
		'Set its end to a time after its start, or leave the end out.',
	);
}

export function eventMessage(event: EventDetails, callLink?: string): proto.Message.IEventMessage {
	const { name, description, location, startsAt, endsAt, canceled = false } = event;
	return {
		name,
		...(description && { description }),
		...(location && { location: { name: location } }),
		...(callLink && { joinLink: callLink }),
		startTime: seconds(startsAt),
		...(endsAt && { endTime: seconds(endsAt) }),
		isCanceled: canceled,
	};
}

function timeOf(which: string, time: string): number {
	const ms = fromIso(time);
	if (!Number.isNaN(ms)) return ms;
	throw invalid(whyNoTime(`The ${which} of the event`, time), HOW_TO_SAY_A_TIME);
}

function seconds(time: string): number {
	return Math.floor(Date.parse(time) / 1000);
}
