import type { IDataObject } from 'n8n-workflow';

import type { Answer, AnswerEvent, AskedItem } from '../../../../engine/gateway/contract';
import {
	outputsOf,
	type AskContext,
} from '../../../../nodes/WhatsAppLinked/actions/message/ask/outputs';
import { pollVote, reaction } from '../../../../nodes/WhatsAppLinkedTrigger/events/messages';
import { message } from '../../../../nodes/WhatsAppLinkedTrigger/events/samples';
import { FILE } from '../../../support/incoming';
import { node, record } from '../doubles';

const event = { event: 'message.incoming' as const, ...message() };
const to = { messageId: '3EB0C0FFEE0000000001', fromMe: true, from: { phone: '1', lid: '1@lid' } };
/** Everything that people answer with. */
const events: AnswerEvent[] = [
	{ ...event, replyTo: to.messageId, quoted: { ...to, type: 'text', text: 'How many?' } },
	{ ...event, type: 'image', media: FILE },
	{
		...event,
		type: 'image',
		media: { ...FILE, fileName: 'a.png', width: 1, height: 1, sha256: 'e3' },
	},
	{ ...event, type: 'document', media: { ...FILE, pages: 1, seconds: 1 } },
	{ ...event, type: 'buttonAnswer', buttonAnswer: { id: 'tea', text: 'Tea' } },
	{ ...event, type: 'listAnswer', listAnswer: { id: 'tea', title: 'Tea', description: null } },
	{ ...event, type: 'listAnswer', listAnswer: { id: 'tea', title: 'Tea', description: 'Hot' } },
	pollVote.sample,
	reaction.sample,
];
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
			...events.map((its) => asked({ answers: [{ ...said, event: its }] })),
			asked({ answers: [{ ...said, option: { id: 'tea', text: 'Tea' } }] }),
			asked({ isAnswered: false, answers: [] }),
			asked({ isAnswered: false, answers: [], error }),
		];
		const context: AskContext = { type, inputs: { 0: {} }, failures: [] };
		return await outputsOf(
			node,
			{ context, items },
			async (events) => events.map((one) => ({ event: one })),
			true,
		);
	});
	return (await Promise.all(outputs)).flat(2).map(({ json }) => withoutNames(json));
}

/** What the questions of a form are called is up to the user. */
function withoutNames(json: IDataObject): IDataObject {
	return 'answers' in json ? { ...json, answers: {} } : json;
}
