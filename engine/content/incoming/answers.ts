import type { proto } from '@whiskeysockets/baileys';
import { beginningOf } from '../limits';
import type { Read } from './reader';
import { isMonstrous, member, parseJson, stringIn, words } from './values';

/** What people press and choose in messages with buttons and lists. */
export function plainButtonAnswer(body: proto.Message.IButtonsResponseMessage): Read {
	return buttonAnswer(body.selectedButtonId, body.selectedDisplayText);
}

export function templateButtonAnswer(body: proto.Message.ITemplateButtonReplyMessage): Read {
	return buttonAnswer(body.selectedId, body.selectedDisplayText);
}

export function listAnswer(body: proto.Message.IListResponseMessage): Read {
	const { title, description, singleSelectReply } = body;
	return rowAnswer(singleSelectReply?.selectedRowId, title, description);
}

/** The newest kind: which button it was stands in JSON, under the name of its flow. */
export function interactiveAnswer(body: proto.Message.IInteractiveResponseMessage): Read {
	const { name, paramsJson } = body.nativeFlowResponseMessage ?? {};
	const params = parseJson(paramsJson);
	const id = stringIn(params, 'id');
	const label = words(body.body?.text);
	if (name === 'single_select' || name === 'menu_options') {
		return rowAnswer(id, stringIn(params, 'title') ?? label, stringIn(params, 'description'));
	}
	if (id !== null && member(params, 'flow_token') === undefined) return buttonAnswer(id, label);
	return {
		type: 'formAnswer',
		text: label,
		formAnswer: { name: name ?? '', ...answersIn(params, paramsJson ?? '') },
	};
}

/** Characters that are kept of answers that are left as they came. */
const MOST_KEPT = 10_000;

function answersIn(params: unknown, json: string): { answers: unknown; problem?: string } {
	if (!isMonstrous(json)) return { answers: params ?? null };
	return {
		answers: beginningOf(json, MOST_KEPT),
		problem:
			'The answers are longer or deeper nested than a form needs it. They were left as text, and only its beginning is kept.',
	};
}

function buttonAnswer(id: string | null | undefined, text: string | null | undefined): Read {
	return {
		type: 'buttonAnswer',
		text: words(text),
		buttonAnswer: { id: id ?? '', text: text ?? '' },
	};
}

function rowAnswer(
	id: string | null | undefined,
	title: string | null | undefined,
	description: string | null | undefined,
): Read {
	return {
		type: 'listAnswer',
		text: words(title),
		listAnswer: { id: id ?? '', title: title ?? '', description: words(description) },
	};
}
