import type { proto } from '@whiskeysockets/baileys';
import type { EventContent, EventDetails } from '../../gateway/contract';
import { chatType } from '../jid';
import { checkLength, checkOneOf, checkWords, invalid, MAX_DESCRIPTION, MAX_LABEL } from './checks';
import { firstLine } from './first-line';
import type { Kind } from './kind';

/** With its offset: a time without one would be read as the time of the machine. */
const ISO_TIME = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

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

/** 05/06/2027 is in June in most of the world, and in May in the USA. */
const TWO_NUMBERS_FIRST = /^\s*(\d{1,2})[./-](\d{1,2})[./-]\d{2}(?:\d\d)?\b/;

const HOW_TO_SAY_IT =
	'Choose a date and time, or use an expression that yields one with the year first, for example 2027-12-31T18:00.';

function timeOf(which: string, time: string): number {
	const ms = isDay(time) ? Date.parse(time) : NaN;
	if (!Number.isNaN(ms)) return ms;
	if (!time) throw invalid(`The ${which} of the event is empty.`, HOW_TO_SAY_IT);
	const said = `The ${which} of the event, "${time.slice(0, 60)}",`;
	const [, first = 0, second = 0] = TWO_NUMBERS_FIRST.exec(time) ?? [];
	const isEither = first !== second && [first, second].every((n) => n && Number(n) <= 12);
	throw invalid(
		isEither
			? `${said} does not say which number is the day and which is the month.`
			: `${said} is not a date and time.`,
		HOW_TO_SAY_IT,
	);
}

/** JavaScript makes 2 March of 30 February. */
function isDay(time: string): boolean {
	const [, year, month, day] = ISO_TIME.exec(time) ?? [];
	const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
	return date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day);
}

function seconds(time: string): number {
	return Math.floor(Date.parse(time) / 1000);
}
