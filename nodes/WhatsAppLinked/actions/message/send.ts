import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type {
	MessageContent,
	MessageRecord,
	SendMessage,
} from '../../../../engine/gateway/contract';
import { EngineError } from '../../../../engine/gateway/contract';
import { isEngineError } from '../../../shared/errors';
import { milliseconds } from '../../../shared/numbers';
import { recipient } from '../../../shared/recipient';
import type { OperationCall, Outcome } from '../operation';

/** The three that can be waited for; QUEUED is there at once. */
type AwaitedStatus = 'SENT' | 'RECEIVED' | 'READ';

/** Typed as an expression may yield them, not as the fields promise. */
interface SendOptions {
	customId?: unknown;
	delayAfter?: unknown;
	replyTo?: unknown;
	typing?: unknown;
	waitFor?: 'QUEUED' | AwaitedStatus;
	waitTimeout?: unknown;
}

const LONGEST_SIMULATION_SECONDS = 15;
const DEFAULT_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 24 * 60 * 60;

const COMMON_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Custom ID',
		name: 'customId',
		type: 'string',
		default: '',
		placeholder: 'e.g. order-1042-paid',
		description:
			'Your own name for this message, to make sure that it is sent only once: a second message with the same Custom ID is not sent, and puts out the first one instead. Without it, the node takes care of its own retries.',
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
		displayName: 'Reply to Message ID',
		name: 'replyTo',
		type: 'string',
		default: '',
		placeholder: 'e.g. 3EB0A1B2C3D4E5F6A7B8C9',
		description: 'The ID of a message to quote above this one',
	},
	{
		displayName: 'Typing (Seconds)',
		name: 'typing',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: LONGEST_SIMULATION_SECONDS },
		default: 3,
		description:
			'How long to show "typing…" in the chat before the message is sent, from 0 to 15 seconds',
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

/** The Options of a kind of message: its own and those that all kinds share. */
export function sendOptionsProperty(own: INodeProperties[] = []): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...own, ...COMMON_OPTIONS].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

/** Queues one message, and waits for it in the second phase if the user asked for that. */
export async function send(
	{ functions, itemIndex, request }: OperationCall,
	content: MessageContent,
): Promise<Outcome> {
	const options = functions.getNodeParameter('options', itemIndex, {}) as SendOptions;
	const { waitFor = 'QUEUED' } = options;
	const timeoutMs = milliseconds('Wait Timeout', options.waitTimeout ?? DEFAULT_WAIT_SECONDS, {
		min: 1,
		max: LONGEST_WAIT_SECONDS,
	});

	const record = await request('message.send', {
		to: recipient(functions, itemIndex),
		content,
		origin: origin(functions, itemIndex, options.customId),
		typingMs: simulated('Typing', options.typing),
		delayAfterMs: simulated('Delay After', options.delayAfter),
		replyTo: trimmed(options.replyTo) || undefined,
	});
	// A repeated send meets its first record, which may have failed since.
	if (record.error) throw EngineError.from(record.error);

	const output = [{ json: queued(record) }];
	if (waitFor === 'QUEUED') return { output };

	return {
		output,
		finish: async () => {
			const { messageId } = record;
			try {
				const reached = await request('message.wait', { messageId, status: waitFor, timeoutMs });
				return [{ json: waited(reached) }];
			} catch (error) {
				throw isEngineError(error) && error.code === 'TIMEOUT'
					? notInTime(messageId, waitFor, timeoutMs)
					: error;
			}
		},
	};
}

/**
 * Names this send, so that n8n's Retry On Fail, which runs all items of the node again, sends nothing twice.
 * `$runIndex` is the run of this node within the execution: it differs in each round of a loop, and in each call of an
 * AI agent's tool. No other public function of the node tells it.
 */
function origin(
	functions: IExecuteFunctions,
	itemIndex: number,
	customId: unknown,
): SendMessage['origin'] {
	const key = trimmed(customId);
	if (key !== '') return { key };
	return {
		executionId: functions.getExecutionId(),
		nodeId: functions.getNode().id,
		runIndex: functions.getWorkflowDataProxy(itemIndex).$runIndex as number,
		itemIndex,
	};
}

function trimmed(value: unknown): string {
	return String(value ?? '').trim();
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
		`Message ${messageId} was not ${IN_WORDS[status]} within ${inSeconds(timeoutMs)}`,
		status === 'SENT'
			? 'It is not lost: it stays in the queue and leaves when its turn comes and the number is connected. Raise Wait Timeout, or check Session > Get Status.'
			: `It is not lost: it stays queued or sent. Raise Wait Timeout, or set Wait For to Queued and let a WhatsApp Linked Trigger start a workflow when the message is ${status === 'READ' ? 'read' : 'received'}.`,
		true,
	);
}
