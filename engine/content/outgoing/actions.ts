import type { ContentType } from '../../gateway/contract';

const ACTIONS: ReadonlySet<ContentType> = new Set([
	'delete',
	'editCaption',
	'editText',
	'ephemeral',
	'eventAnswer',
	'eventCancel',
	'eventEdit',
	'pin',
	'pollVote',
	'reaction',
]);

/** Whether it does something to a message that is there, or to the chat: nobody gets a new message by it. */
export function isAction(type: ContentType): boolean {
	return ACTIONS.has(type);
}
