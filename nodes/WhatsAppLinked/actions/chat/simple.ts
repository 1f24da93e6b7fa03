import type { Chat } from '../../../../engine/gateway/contract';
import type { Simplified } from '../../../shared/fields';

/** What is marked as unread by hand counts as one message. */
export const simpleChat: Simplified<Chat> = {
	simplify: ({
		lid: _lid,
		mutedUntil: _until,
		ephemeralSeconds: _seconds,
		markedUnread,
		...chat
	}) => ({
		...chat,
		unread: chat.unread || (markedUnread ? 1 : 0),
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
	},
};
