import type { GroupProgress, MessageStatus } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import { hasReached, stepsBetween } from './status';

/** Who of a group has received, read and played a message of ours. Each participant goes the way on their own. */
export interface GroupReceipts {
	/** How many people were in the group, besides us, when the message was sent. */
	setParticipants(messageId: string, participants: number): void;
	/** The steps that this participant made; empty when it is no news. */
	advance(messageId: string, participant: string, to: MessageStatus, at: number): MessageStatus[];
	progress(messageId: string): GroupProgress;
}

export function createGroupReceipts({ db }: AccountStore): GroupReceipts {
	return {
		setParticipants(messageId, participants) {
			db.run('UPDATE message SET participants = ? WHERE id = ?', participants, messageId);
		},
		advance(messageId, participant, to, at) {
			const known = db.get<{ status: MessageStatus }>(
				'SELECT status FROM receipt WHERE message = ? AND participant = ?',
				messageId,
				participant,
			);
			const steps = stepsBetween(known?.status ?? 'SENT', to);
			const last = steps.at(-1);
			if (last) {
				db.run(
					'INSERT OR REPLACE INTO receipt (message, participant, status, at) VALUES (?, ?, ?, ?)',
					messageId,
					participant,
					last,
					at,
				);
			}
			return steps;
		},
		progress(messageId) {
			const statuses = db
				.all<{ status: MessageStatus }>('SELECT status FROM receipt WHERE message = ?', messageId)
				.map(({ status }) => status);
			const row = db.get<{ participants: number | null }>(
				'SELECT participants FROM message WHERE id = ?',
				messageId,
			);
			const count = (status: MessageStatus) =>
				statuses.filter((reached) => hasReached(reached, status)).length;
			return {
				participants: row?.participants ?? null,
				deliveredTo: count('RECEIVED'),
				readBy: count('READ'),
				playedBy: count('PLAYED'),
			};
		},
	};
}

/** How far the message as a whole has come: what everybody has reached. Undefined while somebody is missing. */
export function reachedByAll(progress: GroupProgress): 'RECEIVED' | 'READ' | 'PLAYED' | undefined {
	const { participants, deliveredTo, readBy, playedBy } = progress;
	if (participants === null) return undefined;
	if (playedBy >= participants) return 'PLAYED';
	if (readBy >= participants) return 'READ';
	if (deliveredTo >= participants) return 'RECEIVED';
	return undefined;
}
