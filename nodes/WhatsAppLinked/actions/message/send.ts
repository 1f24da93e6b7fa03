import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type {
	MessageContent,
	MessageRecord,
	SendMessage,
} from '../../../../engine/gateway/contract';
import { EngineError } from '../../../../engine/gateway/contract';
import { isEngineError } from '../../../shared/errors';
import { milliseconds } from '../../../shared/numbers';
import { originOf } from '../../../shared/origin';
import { asBoolean, asText } from '../../../shared/parameters';
import { recipient } from '../../../shared/recipient';
import type { OperationCall, Outcome } from '../operation';
import { referenceOption } from './fields';
import { inWords, isWatched, settled } from './report';

/** The three that can be waited for; QUEUED is there at once. */
type AwaitedStatus = 'SENT' | 'RECEIVED' | 'READ';

/** What the chat shows before the message. */
export type Presence = 'Typing' | 'Recording';

/** Typed as an expression may yield them, not as the fields promise. */
interface SendOptions {
	customId?: unknown;
	delayAfter?: unknown;
	disappearAfter?: unknown;
	replyPrivately?: unknown;
	replyReference?: unknown;
	replyTo?: unknown;
	typing?: unknown;
	waitFor?: 'QUEUED' | AwaitedStatus;
	waitTimeout?: unknown;
}

const LONGEST_SIMULATION_SECONDS = 15;
const LIFETIMES = [86_400, 604_800, 7_776_000];
const DEFAULT_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 24 * 60 * 60;

/** What can be set of everything that goes through the queue. */
const QUEUE_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Custom ID',
		name: 'customId',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-1042-paid',
		description:
			'Your own name for this message, to make sure that it is sent only once: a second message with the same Custom ID is not sent, and puts out the first one instead, with duplicate: true. If the first one never left the queue, the second one is sent. Without it, the node takes care of its own retries.',
	},
	{
		displayName: 'Delay After (Seconds)',
		name: 'delayAfter',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: LONGEST_SIMULATION_SECONDS },
		default: 3,
		description:
			'How long to pause after this message, from 0 to 15 seconds, instead of the pause set in the credential',
	},
	{
		displayName: 'Wait For',
		name: 'waitFor',
		type: 'options',
		// In the order in which they happen.
		options: [
			{
				name: "Queued (Don't Wait)",
				value: 'QUEUED',
				description: 'Go on as soon as the message is safely in the queue',
			},
			{ name: 'Sent', value: 'SENT', description: 'WhatsApp has the message (one tick)' },
			{
				name: 'Received',
				value: 'RECEIVED',
				description: "The message is on the recipient's phone (two ticks)",
			},
			{
				name: 'Read',
				value: 'READ',
				description: 'The recipient has opened the message (two blue ticks)',
			},
		],
		default: 'SENT',
		description:
			'How far the message must have come before the workflow goes on. All items are queued first, then waited for.',
	},
	{
		displayName: 'Wait Timeout (Seconds)',
		name: 'waitTimeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: DEFAULT_WAIT_SECONDS,
		description:
			'How long to wait at most, if Wait For is set. Messages leave one after another: for many items, allow a few seconds for each.',
	},
];

/** What can be set of new messages besides. */
const newMessageOptions = (presence: Presence): INodeProperties[] => [
	{
		displayName: 'Disappear After',
		name: 'disappearAfter',
		type: 'options',
		// From short to long.
		options: [
			{ name: '24 Hours', value: 86_400 },
			{ name: '7 Days', value: 604_800 },
			{ name: '90 Days', value: 7_776_000 },
		],
		default: 604_800,
		description:
			'When the message disappears from the chat. Use the time that the chat itself has. Without this option the message does not disappear.',
	},
	{
		displayName: `${presence} (Seconds)`,
		name: 'typing',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: LONGEST_SIMULATION_SECONDS },
		default: 3,
		description: `How long to show "${presence.toLowerCase()}…" in the chat before the message is sent, from 0 to 15 seconds`,
	},
];

/** What says that a new message answers another one. */
const REPLY_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Reply Privately',
		name: 'replyPrivately',
		type: 'boolean',
		default: true,
		description:
			'Whether to answer a group message in the chat with whoever wrote it. Keep the group in To and set Reply to Message ID to its message.',
	},
	{
		displayName: 'Reply to Message ID',
		name: 'replyTo',
		type: 'string',
		default: '',
		placeholder: 'e.g. 3EB0A1B2C3D4E5F6A7B8C9',
		description: 'The ID of the message, or of the status update, to quote above this one',
	},
	{ ...referenceOption, displayName: 'Reply to Original Message', name: 'replyReference' },
];

/** The Options of a kind of message: its own and those that all kinds share. */
export function sendOptionsProperty(
	own: INodeProperties[] = [],
	presence: Presence = 'Typing',
): INodeProperties {
	return optionsProperty([
		...own,
		...newMessageOptions(presence),
		...REPLY_OPTIONS,
		...QUEUE_OPTIONS,
	]);
}

/** The same without those of an answer: what is forwarded answers nothing. */
export function forwardOptionsProperty(own: INodeProperties[]): INodeProperties {
	return optionsProperty([...own, ...newMessageOptions('Typing'), ...QUEUE_OPTIONS]);
}

/** The Options of what is done to a message by sending another. */
export function actionOptionsProperty(own: INodeProperties[] = []): INodeProperties {
	return optionsProperty([...own, ...QUEUE_OPTIONS]);
}

export function optionsProperty(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...options].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
	};
}

/** What is to be sent, and what the user should know of it. */
export interface Prepared {
	content: MessageContent;
	note?: string | null;
}

/**
 * Queues one message, and waits for it in the second phase if the user asked for that. `prepare` opens files and web
 * pages; n8n's Retry On Fail runs the node again, and what was queued before needs no second look at them.
 */
export async function send(
	call: OperationCall,
	prepare: MessageContent | (() => Promise<Prepared>),
	presence: Presence = 'Typing',
): Promise<Outcome> {
	const { functions, itemIndex, request } = call;
	const options = functions.getNodeParameter('options', itemIndex, {}) as SendOptions;
	const { waitFor = 'QUEUED' } = options;
	const timeoutMs = milliseconds('Wait Timeout', options.waitTimeout ?? DEFAULT_WAIT_SECONDS, {
		min: 1,
		max: LONGEST_WAIT_SECONDS,
	});
	const privately = asBoolean('Reply Privately', options.replyPrivately ?? false);
	const key = trimmed(options.customId);
	const settings = {
		to: recipient(functions, itemIndex),
		origin: key === '' ? originOf(functions, itemIndex) : { key },
		typingMs: simulated(presence, options.typing),
		delayAfterMs: simulated('Delay After', options.delayAfter),
		replyTo: answered(options, privately),
		...(privately && { privately }),
		expiresAfterSeconds: lifetime(options.disappearAfter),
	};

	const { record, note } = await queue(request, settings, prepare);
	// A repeated send meets its first record, which may have failed since.
	if (record.error) throw EngineError.from(record.error);

	const { duplicate } = record;
	const more = { ...(note && { note }), ...(duplicate && { duplicate }) };
	const output = [{ json: { ...queued(record), ...more } }];
	if (waitFor === 'QUEUED' && !isWatched(functions)) return { output };

	return {
		output,
		finish: async () => {
			const reached =
				waitFor === 'QUEUED'
					? await settled(call, record)
					: await reaching(request, record, waitFor, timeoutMs);
			const told = waitFor === 'QUEUED' ? queued(reached) : waited(reached);
			return [{ json: { ...told, ...more, ...(await inWords(call, reached)) } }];
		},
	};
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

async function queue(
	request: OperationCall['request'],
	settings: Omit<SendMessage, 'content'>,
	prepare: MessageContent | (() => Promise<Prepared>),
): Promise<{ record: MessageRecord; note?: string | null }> {
	if (typeof prepare !== 'function') {
		return { record: await request('message.send', { ...settings, content: prepare }) };
	}
	const known = await request('message.find', settings);
	if (known) return { record: known };
	const { content, note } = await prepare();
	return { record: await request('message.send', { ...settings, content }), note };
}

/** An expression may yield nothing. What was meant as a reply must not go out as a message to the whole group. */
function answered(options: SendOptions, privately: boolean): SendMessage['replyTo'] {
	const messageId = trimmed(options.replyTo);
	const reference = trimmed(options.replyReference);
	if (messageId !== '') return { messageId, ...(reference && { reference }) };
	if (privately) throw withoutMessage('Reply Privately');
	if (reference !== '') throw withoutMessage('Reply to Original Message');
	return undefined;
}

function withoutMessage(option: string): EngineError {
	return new EngineError(
		'INVALID_SETTING',
		`${option} is set, but Reply to Message ID is empty.`,
		`Set Reply to Message ID to the message that is answered, or remove ${option}.`,
	);
}

/** An expression may yield anything; WhatsApp knows three lifetimes. */
function lifetime(seconds: unknown): number | undefined {
	if (seconds === undefined) return undefined;
	if (LIFETIMES.includes(Number(seconds))) return Number(seconds);
	throw new EngineError(
		'INVALID_SETTING',
		`Disappear After is ${JSON.stringify(seconds)}, but WhatsApp knows only 24 hours, 7 days and 90 days.`,
		`Choose one of the three, or use ${LIFETIMES.join(', ')} (seconds) in the expression.`,
	);
}

function trimmed(value: unknown): string {
	return asText(value).trim();
}

function simulated(label: string, seconds: unknown): number | undefined {
	return seconds === undefined
		? undefined
		: milliseconds(label, seconds, { max: LONGEST_SIMULATION_SECONDS });
}

function queued({ messageId, status, chat, queuedAt }: MessageRecord): IDataObject {
	return { messageId, status, chat, queuedAt };
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
