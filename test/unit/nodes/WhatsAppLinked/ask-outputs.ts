import type { IDataObject } from 'n8n-workflow';

import type { Answer, AnswerEvent, AskedItem } from '../../../../engine/gateway/contract';
import {
	outputsOf,
	type AskContext,
} from '../../../../nodes/WhatsAppLinked/actions/message/ask/outputs';
import { message } from '../../../../nodes/WhatsAppLinkedTrigger/events/samples';
import { node, record } from '../doubles';

const event: AnswerEvent = { event: 'message.incoming', ...message() };
const said: Answer = { name: 'answer', value: 'Three', event };
const nothing: Answer = { name: 'answer', value: null, event };
const error = { code: 'NOT_ON_WHATSAPP' as const, message: 'No.', hint: 'Ask.', retryable: false };
const { chat, messageId } = record;

const asked = (more: Partial<AskedItem>): AskedItem => ({
	...{ item: 0, chat, messageId, isAnswered: true, answers: [said], ...more },
});

/** What Send and Wait puts out when it goes on: of each type, with and without an answer. */
export async function askOutputs(): Promise<IDataObject[]> {
	const types: ReadonlyArray<AskContext['type']> = ['approval', 'choice', 'form', 'freeText'];
	const outputs = types.map(async (type) => {
		const items = [
			asked({}),
			asked({ answers: [nothing] }),
			asked({ answers: [{ ...said, option: { id: 'tea', text: 'Tea' } }] }),
			asked({ isAnswered: false, answers: [] }),
			asked({ isAnswered: false, answers: [], error }),
		];
		const context: AskContext = { type, failures: [] };
		return await outputsOf(
			node,
			{ context, items },
			async (events) => events.map((one) => ({ event: one })),
			true,
		);
	});
	return (await Promise.all(outputs)).flat(2).map(({ json }) => json);
}
