import type { WASocket } from '@whiskeysockets/baileys';
import type { ChatEntry } from '../gateway/contract';
import { hasTimedOut, QueryTimeout } from './query-errors';

/** Typing a name into a list asks at every letter. */
const GOOD_FOR_MS = 60_000;

/** The groups that the number is in; WhatsApp is asked once a minute at most, unless it tells of a change. */
export function createGroupList(
	sock: Pick<WASocket, 'groupFetchAllParticipating' | 'ev'>,
	now: () => number,
): () => Promise<ChatEntry[]> {
	let known: { at: number; groups: ChatEntry[] } | undefined;
	let asking: Promise<ChatEntry[]> | undefined;
	const forget = () => (known = undefined);
	sock.ev.on('groups.upsert', forget);
	sock.ev.on('groups.update', forget);

	async function ask(): Promise<ChatEntry[]> {
		const askedAt = now();
		const found = Object.values(await sock.groupFetchAllParticipating());
		// Baileys goes on with nothing where no answer came.
		if (hasTimedOut(askedAt, now)) throw new QueryTimeout();
		const groups = found.map(({ id, subject }) => ({
			chat: id,
			type: 'group' as const,
			name: subject,
			phone: null,
		}));
		// Only now: Baileys has told of all of them as if they had changed (lib/Socket/groups.js).
		known = { at: now(), groups };
		return groups;
	}

	return () => {
		if (known && now() - known.at <= GOOD_FOR_MS) return Promise.resolve(known.groups);
		asking ??= ask().finally(() => (asking = undefined));
		return asking;
	};
}
