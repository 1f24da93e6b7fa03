import type { proto } from '@whiskeysockets/baileys';
import { contentOf, innermost } from '../wrappers';

/**
 * A message as it reads after an edit. An edit of a caption says the caption and not always the rest of the file, and no
 * edit says again what was quoted or which secret belongs to the message: what is not said anew stays. An event alone is
 * said whole: what the new one does not say was taken out.
 */
export function editedContent(before: proto.IMessage, edit: proto.IMessage): proto.IMessage {
	const old = contentOf(innermost(before));
	const now = contentOf(innermost(edit));
	if (!now) return before;
	const { messageContextInfo } = before;
	return {
		[now.kind]: mergedBody(old, now),
		...(messageContextInfo && { messageContextInfo }),
	};
}

type Content = NonNullable<ReturnType<typeof contentOf>>;

function mergedBody(old: Content | undefined, now: Content): object | string {
	if (typeof now.body === 'string') return now.body;
	if (now.kind !== 'eventMessage' && old?.kind === now.kind && typeof old.body === 'object')
		return { ...old.body, ...now.body };
	const contextInfo = (old?.body as { contextInfo?: object } | undefined)?.contextInfo;
	return contextInfo ? { contextInfo, ...now.body } : now.body;
}
