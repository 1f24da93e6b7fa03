import type { MessageRef } from '../content';
import { idempotent, mutation, query } from './command';

/**
 * WhatsApp's colors of labels, by their numbers, as WhatsApp Web shows them; on phones they may differ a little (Z-API's
 * documentation has the first three, and the programs for WhatsApp Web all).
 */
export const LABEL_COLORS = [
	...['#FF9485', '#64C4FF', '#FFD429', '#DFAEF0', '#99B6C1'],
	...['#55CCB3', '#FF9DFF', '#D3A91D', '#6D7CCE', '#D7E752'],
	...['#00D0E2', '#FFC5C7', '#93CEAC', '#F74848', '#00A0F2'],
	...['#83E422', '#FFAF04', '#B5EBFF', '#9BA6FF', '#9368CF'],
] as const;

/** A label of WhatsApp Business. */
export interface Label {
	id: string;
	name: string;
	/** Which of `LABEL_COLORS`, from 0 on. */
	color: number;
	/** Null: it is none of them. */
	colorHex: string | null;
}

export interface LabelledChat {
	chat: string;
	label: Label;
}

export interface LabelledMessage extends LabelledChat {
	messageId: string;
}

/**
 * Of WhatsApp Business alone. A label is named by its ID or its name. What is not a query needs the connection. Errors:
 * NOT_ALLOWED where the phone has the plain WhatsApp app; INVALID_SETTING for a label that does not exist, is like another one
 * or one too many; DISCONNECTED, RATE_LIMITED, REJECTED.
 */
export const labelCommands = {
	'label.getMany': query<{ limit: number }, Label[]>(),
	/** Without a color it is the first that no label has. Error: INVALID_CONTENT. */
	'label.create': mutation<{ name: string; color?: number }, Label>(),
	'label.update': idempotent<{ label: string; name?: string; color?: number }, Label>(),
	/** Takes it from all its chats and messages, too. */
	'label.delete': idempotent<{ label: string }, Label>(),
	'label.setOnChat': idempotent<{ label: string; chat: string; labelled: boolean }, LabelledChat>(),
	/** Error: UNKNOWN_MESSAGE. */
	'label.setOnMessage': idempotent<
		{ label: string; chat: string; target: MessageRef; labelled: boolean },
		LabelledMessage
	>(),
};
