import type { BinaryNode } from '@whiskeysockets/baileys';
import { updatesIn } from './mex-notifications';
import { mex } from './mex';
import type { Query } from './query';
import { timeIn } from './stanzas';

const STATUSES = ['NONE', 'FIRST_WARNING', 'SECOND_WARNING', 'CAPPED'] as const;
type CapStatus = (typeof STATUSES)[number];

/**
 * How many new chats the number may start in WhatsApp's period of about a month, and has. What WhatsApp does not say, or
 * says in words that nobody knows, is undefined.
 */
export interface NewChatCap {
	status: CapStatus | undefined;
	used: number | undefined;
	/** Undefined also where there is no limit. */
	max: number | undefined;
	/** When the period ends, and when WhatsApp said all this (ms). */
	endsAt: number | undefined;
	saidAt: number;
}

/** WhatsApp Web's WAWebMexFetchNewChatMessageCappingInfoJob. Undefined where the answer says nothing of it. */
export async function askNewChatCap(
	query: Query,
	now: () => number,
): Promise<NewChatCap | undefined> {
	const variables = { input: { type: 'INDIVIDUAL_NEW_CHAT_MSG' } };
	const told = await mex(
		query,
		'FetchNewChatMessageCappingInfo',
		variables,
		'xwa2_message_capping_info',
	);
	return readNewChatCap(told, now());
}

/** WhatsApp Web's WAWebNewChatMessageCappingNotificationHandler. */
export function parseNewChatCap(node: BinaryNode, now: number): NewChatCap | undefined {
	const saidAt = timeIn(node) ?? now;
	return updatesIn(node)
		.map((update) =>
			readNewChatCap(update.xwa2_notify_new_chat_messages_capping_info_update, saidAt),
		)
		.find((cap) => cap !== undefined);
}

/**
 * The same in answers and notifications. WhatsApp Web takes numbers for numbers and text, times for text and seconds.
 * `saidAt`: where it does not say when.
 */
export function readNewChatCap(told: unknown, saidAt: number): NewChatCap | undefined {
	if (typeof told !== 'object' || told === null) return undefined;
	const said = told as Record<string, unknown>;
	const status = STATUSES.find((one) => one === said.capping_status);
	const used = countOf(said.used_quota);
	// WhatsApp says -1 where there is no limit, and shows 0 as none.
	const max = countOf(said.total_quota) || undefined;
	if (status === undefined && used === undefined && max === undefined) return undefined;
	const endsAt = timeOf(said.cycle_end_timestamp);
	return { status, used, max, endsAt, saidAt: timeOf(said.server_sent_timestamp) ?? saidAt };
}

function numberOf(told: unknown): number {
	return typeof told === 'number' || (typeof told === 'string' && told.trim() !== '')
		? Number(told)
		: NaN;
}

function countOf(told: unknown): number | undefined {
	const count = Math.floor(numberOf(told));
	return Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

/** Seconds; what is too many of them for that are milliseconds. */
const LATEST_SECONDS = 1e11;
const LATEST_MS = 8.64e15;

function timeOf(told: unknown): number | undefined {
	const time = numberOf(told);
	const ms = Math.floor(time < LATEST_SECONDS ? time * 1000 : time);
	return ms > 0 && ms <= LATEST_MS ? ms : undefined;
}
