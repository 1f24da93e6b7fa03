import type { WaitingReason } from '../gateway/contract';

/** What a message waits for. */
export const WAITS_FOR: Readonly<Record<WaitingReason, string>> = {
	QUIET_HOURS: 'the end of the quiet hours',
	HOURLY_LIMIT: 'the limit of messages per hour',
	DAILY_LIMIT: 'the limit of messages per day',
	NEW_CHAT_LIMIT: 'the limit of new chats',
	SAME_TEXT: 'the pause between same texts',
	RESTRICTED: "the end of WhatsApp's restriction of the number",
	NEW_CHAT_CAP: "WhatsApp's own limit of new chats",
	PAUSED: 'the queue or its campaign to be resumed',
	NOT_ON_WHATSAPP:
		'Queue > Resume of a campaign that was paused, as many of its numbers are not on WhatsApp',
	SCHEDULED: 'its time',
	NOT_CONNECTED: 'the connection',
};

const OF_CARE: ReadonlySet<WaitingReason> = new Set([
	'QUIET_HOURS',
	'HOURLY_LIMIT',
	'DAILY_LIMIT',
	'NEW_CHAT_LIMIT',
	'SAME_TEXT',
	'NOT_ON_WHATSAPP',
]);

/** Whether the user has set it, under Care for the Number in the credential. */
export function isOfCare(reason: WaitingReason): boolean {
	return OF_CARE.has(reason);
}
