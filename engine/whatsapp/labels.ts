import { proto, type WAPatchCreate } from '@whiskeysockets/baileys';
import { rereadAppState, writeOnTop } from './app-state';
import type { SyncAction } from './chat-actions';

/** A label of WhatsApp Business. */
export interface LabelFacts {
	name: string;
	/** Which of WhatsApp's twenty. */
	color: number;
	/** All that WhatsApp knows of it (Base64): a change has to say all of it anew. */
	wire: string;
}

/** Another device of the account has made a label, changed or deleted it. */
export interface ToldLabel {
	id: string;
	/** Null: it is deleted, or is a list that WhatsApp keeps by itself. */
	label: LabelFacts | null;
	/** Milliseconds since 1970, by the clock of that device. */
	at: number;
	/** How things were when the number was linked: nothing has happened. */
	isOld: boolean;
}

/** A label as it is to be. */
export interface LabelChange extends Pick<LabelFacts, 'name' | 'color'> {
	id: string;
	/** What it was like; undefined: it is new. */
	before: LabelFacts | undefined;
	deleted: boolean;
}

export interface WrittenLabel extends Pick<ToldLabel, 'label'> {
	change: LabelChange;
}

/** On all devices of the account. */
export interface Labels {
	/**
	 * Makes a label, changes or deletes it, and returns what was chosen, and what it is then. `choose` is asked when all that other devices have
	 * written is told (`label`), again where one of them is quicker; what it throws is thrown. Error: REJECTED.
	 */
	write(choose: () => LabelChange): Promise<WrittenLabel>;
	/** Has WhatsApp tell again which labels there are, and which chats have them; it comes as `label` and `chatAction`. */
	readAll(): Promise<void>;
}

const { LabelEditAction } = proto.SyncActionValue;
const { NONE, PREDEFINED, CUSTOM } = LabelEditAction.ListType;
/** WhatsApp's apps keep lists of chats (unread, groups, favorites, ...) as labels, too. */
const BY_HAND: ReadonlySet<unknown> = new Set([undefined, null, NONE, PREDEFINED, CUSTOM]);

export function createLabels(sock: Parameters<typeof writeOnTop>[0]): Labels {
	return {
		async write(choose) {
			let written: WrittenLabel | undefined;
			await writeOnTop(sock, 'regular', () => {
				const change = choose();
				const labelEditAction = actionOf(change);
				written = { change, label: factsOf(labelEditAction) };
				return labelPatch(change.id, labelEditAction);
			});
			return written as WrittenLabel;
		},
		readAll: () => rereadAppState(sock, ['regular']),
	};
}

/** `['label_edit', id]`. Undefined where it is about no label. */
export function parseLabel({ index, value }: SyncAction): Omit<ToldLabel, 'isOld'> | undefined {
	const [kind, id] = index;
	if (kind !== 'label_edit' || !id || !value?.labelEditAction) return undefined;
	return { id, label: factsOf(value.labelEditAction), at: Number(value.timestamp ?? 0) };
}

function factsOf(action: proto.SyncActionValue.ILabelEditAction): LabelFacts | null {
	if (action.deleted || !BY_HAND.has(action.type)) return null;
	return {
		name: action.name ?? '',
		color: action.color ?? 0,
		wire: Buffer.from(LabelEditAction.encode(action).finish()).toString('base64'),
	};
}

/**
 * Not Baileys' own addLabel: what it does not know of a label (its place in the list, whether it is one of WhatsApp's own, ...)
 * would be lost, and so would be a name or a color that stays as it is.
 */
function actionOf({
	before,
	name,
	color,
	deleted,
}: LabelChange): proto.SyncActionValue.ILabelEditAction {
	const known = before && LabelEditAction.decode(Buffer.from(before.wire, 'base64'));
	return { ...known, name, color, deleted };
}

/** Collection, version and index are those of WhatsApp Web (whatsmeow, BuildLabelEdit). */
function labelPatch(
	id: string,
	labelEditAction: proto.SyncActionValue.ILabelEditAction,
): WAPatchCreate {
	return {
		type: 'regular',
		apiVersion: 3,
		index: ['label_edit', id],
		syncAction: { labelEditAction },
		operation: proto.SyncdMutation.SyncdOperation.SET,
	};
}
