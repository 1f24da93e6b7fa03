import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { MessageRecord, SessionStatus } from '../../../../engine/gateway/contract';
import { isEngineError } from '../../../shared/errors';
import { isTool } from '../../../shared/tool';
import type { OperationCall } from '../operation';

/** What is told of a send to somebody who looks on: a person in the editor, or an agent. */

/** Nobody should look at a message that is still queued for longer, and take it for sent at last. */
const PATIENCE_MS = 5_000;

/** In production nothing is waited for that the user did not ask for. */
export function isWatched(functions: IExecuteFunctions): boolean {
	return functions.getMode() === 'manual' || isTool(functions);
}

/** The message when WhatsApp has taken it, or as it is after a moment. Error: the message's own when it failed. */
export async function settled(call: OperationCall, record: MessageRecord): Promise<MessageRecord> {
	const { messageId } = record;
	if (isToLeaveLater(record)) return record;
	try {
		const wait = { messageId, status: 'SENT' as const, timeoutMs: PATIENCE_MS };
		return await call.request('message.wait', wait);
	} catch (error) {
		// The router turns it into a NodeOperationError.
		// eslint-disable-next-line @n8n/community-nodes/require-node-api-error
		if (!isEngineError(error) || error.code !== 'TIMEOUT') throw error;
		await whyItWaits(call);
		return record;
	}
}

/** What became of the message, for an agent to repeat: it does not know what a status means. */
export async function inWords(call: OperationCall, record: MessageRecord): Promise<IDataObject> {
	if (!isTool(call.functions)) return {};
	switch (record.status) {
		case 'SENT':
			return { result: 'Sent: WhatsApp has the message.' };
		case 'RECEIVED':
			return { result: "Sent: the message is on the recipient's phone." };
		case 'READ':
		case 'PLAYED':
			return { result: 'Sent: the recipient has opened the message.' };
		default: {
			if (isToLeaveLater(record)) {
				return {
					result: `Not sent yet: it leaves by itself at ${record.sendAt}. Do not send it again.`,
				};
			}
			const reason = await whyItWaits(call);
			return {
				result: `Not sent yet, but queued. ${reason} It leaves by itself: do not send it again.`,
			};
		}
	}
}

/** Nobody waits for a time that was set. */
function isToLeaveLater({ status, sendAt }: MessageRecord): boolean {
	return status === 'QUEUED' && sendAt !== null && Date.parse(sendAt) > Date.now();
}

/** By the run of the node: one hint is enough for all its items. */
const reasons = new WeakMap<IExecuteFunctions, Promise<string>>();

/** The reason, which is shown beside the output, too. */
async function whyItWaits({ functions, request }: OperationCall): Promise<string> {
	const known = reasons.get(functions);
	if (known) return await known;
	const reason = request('session.status', {}).then((status) => {
		const words = reasonIn(status);
		functions.addExecutionHints({
			message: `Queued. ${words}`,
			type: 'warning',
			location: 'outputPane',
		});
		return words;
	});
	reasons.set(functions, reason);
	return await reason;
}

function reasonIn(status: SessionStatus): string {
	const { connected, queueLength, queuePaused, restrictedUntil } = status;
	const waiting = queueLength === 1 ? '1 message waits' : `${queueLength} messages wait`;
	if (!connected) return `The number is offline; ${waiting}.`;
	if (queuePaused) return `The queue is paused until Queue > Resume; ${waiting}.`;
	if (restrictedUntil) {
		return `WhatsApp lets the number start no new chats until ${restrictedUntil}; ${waiting}.`;
	}
	if (status.waiting.some(({ reason }) => reason !== 'SCHEDULED')) return status.summary;
	return `The number is online; ${waiting} to leave one after another.`;
}
