import type { Chat } from '../../../../engine/gateway/contract';
import type { Simplified } from '../../../shared/fields';

/** What is marked as unread by hand counts as one message. */
export const simpleChat: Simplified<Chat> = {
	simplify: ({ markedUnread, ...chat }) => ({
		id: chat.id,
		name: chat.name,
		phone: chat.phone,
		unread: chat.unread || Number(markedUnread),
		archived: chat.archived,
		pinned: chat.pinned,
		muted: chat.muted,
		lastMessageAt: chat.lastMessageAt,
		labels: chat.labels.map(({ name }) => name),
		note: chat.note,
	}),
	id: 'id',
	labels: {
		id: 'ID',
		type: 'Type',
		name: 'Name',
		phone: 'Phone',
		lid: 'LID',
		unread: 'Unread',
		markedUnread: 'Marked as Unread',
		archived: 'Archived',
		pinned: 'Pinned',
		muted: 'Muted',
		mutedUntil: 'Muted Until',
		lastMessageAt: 'Last Message At',
		ephemeralSeconds: 'Ephemeral Seconds',
		labels: 'Labels',
		note: 'Note',
	},
};
