import type { IDataObject } from 'n8n-workflow';

import type {
	MessageContent,
	MessageRecord,
	SendMessage,
} from '../../../../engine/gateway/contract';
import { EngineError } from '../../../../engine/gateway/contract';
import { isEngineError } from '../../../shared/errors';
import { originOf } from '../../../shared/origin';
import type { OperationCall, Outcome } from '../operation';
import { inWords, isWatched, settled } from './report';
import {
	answered,
	DEFAULT_WAIT_SECONDS,
	type AwaitedStatus,
	type SendOptions,
} from './send-options';

const DEFAULT_WAIT_MS = DEFAULT_WAIT_SECONDS * 1_000;

/** Where a message goes; of a status, who may see it. */
export type Destination = Pick<SendMessage, 'to' | 'audience'>;

/** What is to be sent, and what the user should know of it. */
export interface Prepared {
	content: MessageContent;
	note?: string;
}

/**
 * Queues one message, and waits for it in the second phase if the user asked for that. `prepare` opens files and web
 * pages; n8n's Retry On Fail runs the node again, and what was queued before needs no second look at them.
 */
export async function send(
	call: OperationCall,
	destination: Destination,
	options: SendOptions,
	prepare: MessageContent | (() => Promise<Prepared>),
): Promise<Outcome> {
	const { request } = call;
	const settings = settingsOf(call, destination, options);
	const { record, note } = await queue(request, settings, prepare);
	requireGood(record);

	const { duplicate } = record;
	const more = { ...(note && { note }), ...(duplicate && { duplicate }) };
	const output = [{ json: { ...queued(record), ...more } }];
	if (!isAwaited(call, options)) return { output };
	return {
		output,
		finish: async () => {
			const reached = await awaited(call, record, options);
			return [{ json: { ...told(reached, options), ...more, ...(await inWords(call, reached)) } }];
		},
	};
}

/** All but the content of a message. */
export function settingsOf(
	{ functions, itemIndex }: OperationCall,
	destination: Destination,
	options: SendOptions,
): Omit<SendMessage, 'content'> {
	const { customId, sendAt, expiresAfter, campaign, priority } = options;
	requireSoon(options);
	return {
		...destination,
		origin: customId ? { key: customId } : originOf(functions, itemIndex),
		typingMs: options.typing,
		delayAfterMs: options.delayAfter,
		replyTo: answered(options),
		...(options.replyPrivately && { privately: true }),
		expiresAfterSeconds: options.disappearAfter,
		...(options.evenIfOptedOut && { evenIfOptedOut: true }),
		...(sendAt !== undefined && { sendAt }),
		...(expiresAfter !== undefined && { expireAfterMs: expiresAfter }),
		...(campaign !== undefined && { campaign }),
		...(priority !== undefined && { priority }),
	};
}

/** What leaves later than anybody waits for it cannot be waited for. */
function requireSoon({
	sendAt = '',
	waitFor = 'QUEUED',
	waitTimeout = DEFAULT_WAIT_MS,
}: SendOptions): void {
	if (waitFor === 'QUEUED' || !(Date.parse(sendAt) - Date.now() > waitTimeout)) return;
	throw new EngineError(
		'INVALID_SETTING',
		`The message is to leave at ${sendAt}, but Wait For waits no longer than ${inSeconds(waitTimeout)} for it.`,
		'Set Wait For to Queued, or remove it, and let a WhatsApp Linked Trigger start a workflow when the message was sent.',
	);
}

/** A repeated send meets its first record, which may have failed since. Error: the message's own. */
export function requireGood({ error }: MessageRecord): void {
	if (error) throw EngineError.from(error);
}

/** Whether the user wants to wait for a message, or looks on. */
export function isAwaited({ functions }: OperationCall, options: SendOptions): boolean {
	return (options.waitFor ?? 'QUEUED') !== 'QUEUED' || isWatched(functions);
}

/** The message when it has come as far as the user wants, or in a moment. Errors: TIMEOUT, the message's own. */
export async function awaited(
	call: OperationCall,
	record: MessageRecord,
	{ waitFor = 'QUEUED', waitTimeout = DEFAULT_WAIT_MS }: SendOptions,
): Promise<MessageRecord> {
	return waitFor === 'QUEUED'
		? await settled(call, record)
		: await reaching(call.request, record, waitFor, waitTimeout);
}

/** What is put out of a message that was waited for. */
export function told(record: MessageRecord, { waitFor = 'QUEUED' }: SendOptions): IDataObject {
	return waitFor === 'QUEUED' ? queued(record) : waited(record);
}

async function reaching(
	request: OperationCall['request'],
	{ messageId }: MessageRecord,
	status: AwaitedStatus,
	timeoutMs: number,
): Promise<MessageRecord> {
	try {
		return await request('message.wait', { messageId, status, timeoutMs });
	} catch (error) {
		throw isEngineError(error) && error.code === 'TIMEOUT'
			? notInTime(messageId, status, timeoutMs)
			: error;
	}
}

/** Queues a message that is not queued yet. */
export async function queue(
	request: OperationCall['request'],
	settings: Omit<SendMessage, 'content'>,
	prepare: MessageContent | (() => Promise<Prepared>),
): Promise<{ record: MessageRecord; note?: string }> {
	if (typeof prepare !== 'function') {
		return { record: await request('message.send', { ...settings, content: prepare }) };
	}
	const known = await request('message.find', settings);
	if (known) return { record: known };
	const { content, note } = await prepare();
	return { record: await request('message.send', { ...settings, content }), note };
}

export function queued(record: MessageRecord): IDataObject {
	const { messageId, status, chat, queuedAt, sendAt } = record;
	return { messageId, status, chat, queuedAt, ...(sendAt && { sendAt }) };
}

function waited(record: MessageRecord): IDataObject {
	const { sentAt, receivedAt, readAt } = record;
	return { ...queued(record), sentAt, receivedAt, readAt };
}

function inSeconds(ms: number): string {
	return ms === 1000 ? '1 second' : `${ms / 1000} seconds`;
}

const IN_WORDS: Record<AwaitedStatus, string> = {
	SENT: 'sent',
	RECEIVED: "received on the recipient's phone",
	READ: 'read',
};

function notInTime(messageId: string, status: AwaitedStatus, timeoutMs: number): EngineError {
	return new EngineError(
		'TIMEOUT',
		`Message ${messageId} was not ${IN_WORDS[status]} within ${inSeconds(timeoutMs)}.`,
		status === 'SENT'
			? 'It is not lost: it stays in the queue and leaves when its turn comes and the number is connected. Raise Wait Timeout, or check Session > Get Status.'
			: `It is not lost: it stays queued or sent. Raise Wait Timeout, or set Wait For to Queued and let a WhatsApp Linked Trigger start a workflow when the message is ${status === 'READ' ? 'read' : 'received'}.`,
		true,
	);
}
