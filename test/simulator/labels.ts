import { proto } from '@whiskeysockets/baileys';
import type { AppStateChange, NewAppStateChange } from './app-state-reader';

/** What a phone with WhatsApp Business shows of labels and notes, by what its devices have written into the shared settings. */

export interface ShownLabel {
	readonly name: string;
	readonly color: number;
	/** Its place in the list. */
	readonly orderIndex: number | undefined;
	/** The chats that have it. */
	readonly chats: ReadonlySet<string>;
	/** The IDs of the messages that have it. */
	readonly messages: ReadonlySet<string>;
}

/** The labels by their IDs. What is labelled with one that does not exist is not shown. */
export function labelsIn(changes: readonly AppStateChange[]): ReadonlyMap<string, ShownLabel> {
	const labels = new Map<string, ShownLabel & { chats: Set<string>; messages: Set<string> }>();
	for (const { index, action } of changes) {
		const [kind, id = '', chat = '', message = ''] = index;
		const edit = action.labelEditAction;
		if (kind === 'label_edit' && edit?.deleted) labels.delete(id);
		else if (kind === 'label_edit' && edit) {
			const { chats = new Set<string>(), messages = new Set<string>() } = labels.get(id) ?? {};
			const orderIndex = edit.orderIndex ?? undefined;
			labels.set(id, {
				...{ name: edit.name ?? '', color: edit.color ?? 0, orderIndex, chats, messages },
			});
		}
		const label = labels.get(id);
		const place = kind === 'label_jid' ? chat : message;
		const set = kind === 'label_jid' ? label?.chats : label?.messages;
		if (!['label_jid', 'label_message'].includes(kind ?? '')) continue;
		if (action.labelAssociationAction?.labeled) set?.add(place);
		else set?.delete(place);
	}
	return labels;
}

/** The note about a chat. */
export function noteIn(changes: readonly AppStateChange[], chat: string): string | undefined {
	const edits = changes.flatMap(({ index, action: { noteEditAction: note } }) =>
		index[0] === 'note_edit' && note?.chatJid === chat ? [note] : [],
	);
	const last = edits.at(-1);
	return last?.deleted ? undefined : (last?.unstructuredContent ?? undefined);
}

/** Makes a label, or changes it. */
export function labelChange(
	id: string,
	labelEditAction: proto.SyncActionValue.ILabelEditAction,
): NewAppStateChange {
	return of('regular', 3, ['label_edit', id], { labelEditAction });
}

/** Gives a chat a label, or one message in it; or takes it away. */
export function labelling(
	id: string,
	chat: string,
	labeled: boolean,
	messageId?: string,
): NewAppStateChange {
	const index =
		messageId === undefined
			? ['label_jid', id, chat]
			: ['label_message', id, chat, messageId, '0', '0'];
	return of('regular', 3, index, { labelAssociationAction: { labeled } });
}

/** Writes a note about a chat; without a text it is taken away. */
export function noteChange(chatJid: string, text: string | undefined): NewAppStateChange {
	const noteEditAction = {
		type: proto.SyncActionValue.NoteEditAction.NoteType.UNSTRUCTURED,
		...{ chatJid, createdAt: 1, deleted: text === undefined, unstructuredContent: text },
	};
	return of('regular_low', 7, ['note_edit', `note-on-${chatJid}`], { noteEditAction });
}

function of(
	collection: NewAppStateChange['collection'],
	apiVersion: number,
	index: string[],
	action: proto.ISyncActionValue,
): NewAppStateChange {
	return { collection, apiVersion, index, action, operation: 'set' };
}
