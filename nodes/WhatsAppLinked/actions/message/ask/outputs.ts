import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import type { Answer, AskedItem, ExecutionAnswers } from '../../../../../engine/gateway/contract';
import { fieldOf, type Delivery } from '../../../../WhatsAppLinkedTrigger/files';
import { itemsFrom } from '../../../../WhatsAppLinkedTrigger/items';
import { APPROVE } from './approval';
import type { ResponseType } from './response-type';

/** What the node needs to know again when the answers are there. */
export interface AskContext {
	type: ResponseType;
	/**
	 * What the asking items were, by their number: n8n pairs what is put out with the input by its place in the list alone, so
	 * whoever comes after somebody without an answer would be taken for them (2.41, `addPairedItemLineage`).
	 */
	inputs: Record<number, IDataObject>;
	/** Items that could not ask, in a node that is set to go on. */
	failures: Array<Pick<INodeExecutionData, 'json' | 'pairedItem'>>;
}

/** The messages of one item's answers, with their files. */
export type WithFiles = (events: ReadonlyArray<Answer['event']>) => Promise<Delivery[]>;

/**
 * What is put out: the items that are answered, those that are not, and where errors have an output of their own, those that could
 * not ask. Where there is but one output, as in front of an agent's tool, it has them all.
 */
export async function outputsOf(
	node: Pick<INode, 'onError'>,
	{ context, items }: ExecutionAnswers,
	withFiles: WithFiles,
	hasOneOutput: boolean,
): Promise<INodeExecutionData[][]> {
	const { type, inputs, failures } = context as AskContext;
	const answered: INodeExecutionData[] = [];
	const unanswered: INodeExecutionData[] = [];
	for (const item of items) {
		const { json, ...rest } = await itemOf(type, item, withFiles);
		const input = inputs[item.item] ?? null;
		(item.isAnswered ? answered : unanswered).push({ ...rest, json: { ...json, input } });
	}
	if (hasOneOutput) return [[...answered, ...unanswered, ...failures]];
	return node.onError === 'continueErrorOutput'
		? [answered, unanswered, failures]
		: [[...answered, ...failures], unanswered];
}

async function itemOf(
	type: ResponseType,
	{ item, chat, messageId, isAnswered, answers, error }: AskedItem,
	withFiles: WithFiles,
): Promise<INodeExecutionData> {
	const messages = itemsFrom(await withFiles(answers.map(({ event }) => event)), 'simplified');
	const files = messages.flatMap(({ binary }) => Object.values(binary ?? {}));
	const binary = Object.fromEntries(files.map((file, index) => [fieldOf(index, ''), file]));
	const json = {
		answered: isAnswered,
		...(!isAnswered && { reason: error ? 'FAILED' : 'NO_ANSWER' }),
		...saidOf(type, isAnswered, answers),
		chat,
		messageId,
		...(error && { error: error.message, code: error.code, hint: error.hint }),
		...(type === 'form'
			? { messages: messages.map(({ json: message }) => message) }
			: { message: messages[0]?.json ?? null }),
	};
	return {
		json: json as IDataObject,
		...(files.length > 0 && { binary }),
		pairedItem: { item },
	};
}

function saidOf(type: ResponseType, isAnswered: boolean, answers: readonly Answer[]): IDataObject {
	const [answer] = answers;
	const value = answer?.value ?? null;
	switch (type) {
		case 'approval':
			// Nobody has approved what nobody has answered.
			return { approved: isAnswered && answer?.option?.id === APPROVE, text: value };
		case 'choice':
			return { choice: answer?.option?.id ?? null, text: value };
		case 'form':
			return { answers: Object.fromEntries(answers.map(({ name, value: its }) => [name, its])) };
		case 'freeText':
			return { text: value };
	}
}
