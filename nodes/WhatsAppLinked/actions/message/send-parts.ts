import type { MessageContent, MessageRecord } from '../../../../engine/gateway/contract';
import type { OperationCall, Outcome } from '../operation';
import { inWords } from './report';
import {
	awaited,
	isAwaited,
	queue,
	queued,
	requireGood,
	settingsOf,
	told,
	type Destination,
	type Prepared,
} from './send';
import type { SendOptions } from './send-options';

/** One of the messages that a text is sent as. */
export interface Part {
	content: MessageContent | (() => Promise<Prepared>);
	typing: number | undefined;
}

/**
 * Queues messages that are one to whoever sends them; there is at least one. What is put out is of the last one, which arrives and is read last,
 * with the IDs of all.
 */
export async function sendParts(
	call: OperationCall,
	destination: Destination,
	options: SendOptions,
	parts: readonly Part[],
): Promise<Outcome> {
	const records: MessageRecord[] = [];
	for (const [index, { content, typing }] of parts.entries()) {
		const settings = settingsOf(call, destination, { ...options, typing });
		const { replyTo: _answered, ...plain } = settings;
		const { record } = await queue(
			call.request,
			index === 0 ? settings : { ...plain, part: index + 1 },
			content,
		);
		requireGood(record);
		records.push(record);
	}
	const last = records.at(-1) as MessageRecord;
	const more = {
		messageIds: records.map(({ messageId }) => messageId),
		...(records[0]?.duplicate && { duplicate: true }),
	};
	const output = [{ json: { ...queued(last), ...more } }];
	if (!isAwaited(call, options)) return { output };
	return {
		output,
		finish: async () => {
			const reached = await Promise.all(records.map((record) => awaited(call, record, options)));
			const end = reached.at(-1) as MessageRecord;
			return [{ json: { ...told(end, options), ...more, ...(await inWords(call, end)) } }];
		},
	};
}
