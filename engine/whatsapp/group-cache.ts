import type { GroupMetadata, WASocket } from '@whiskeysockets/baileys';
import { createBoundedMap } from '../bounded-map';
import { detectTimeout } from './query-errors';

/** What a group is called. */
export interface GroupName {
	id: string;
	name: string;
}

const GOOD_FOR_MS = 60 * 60_000;
const UNDOUBTED_FOR_MS = 5 * 60_000;
const MAX_GROUPS = 500;

/**
 * Who is in which group. Without it Baileys asks WhatsApp before every message to a group, and is cut off for asking too
 * often (`rate-overlimit`, Baileys#1061). It outlives a connection; changes that WhatsApp reports clear the entry.
 */
export interface GroupCache {
	get(jid: string): GroupMetadata | undefined;
	set(metadata: GroupMetadata): void;
	forget(jid: string | undefined): void;
	/** With all groups that belong to it. */
	forgetCommunity(jid: string): void;
	/** WhatsApp has said what groups are called. */
	learn(groups: readonly GroupName[]): void;
	/** WhatsApp may know the group otherwise: it is asked anew, but not again and again. */
	doubt(jid: string): void;
	/** Forgets groups when this connection reports that they changed. */
	watch(events: WASocket['ev']): void;
}

/** `onNames` learns what groups are called, whenever WhatsApp says it. */
export function createGroupCache(
	now: () => number,
	onNames: (groups: readonly GroupName[]) => void = () => undefined,
): GroupCache {
	const groups = createBoundedMap<{ metadata: GroupMetadata; at: number }>(MAX_GROUPS);
	const tell = (told: readonly Partial<GroupMetadata>[]) =>
		onNames(told.flatMap(({ id, subject }) => (id && subject ? [{ id, name: subject }] : [])));
	const forget = (jid: string | undefined) => void (jid && groups.delete(jid));
	return {
		get(jid) {
			const entry = groups.get(jid);
			return entry && now() - entry.at < GOOD_FOR_MS ? entry.metadata : undefined;
		},
		set(metadata) {
			groups.set(metadata.id, { metadata, at: now() });
			tell([metadata]);
		},
		forget,
		forgetCommunity(jid) {
			forget(jid);
			for (const { metadata } of [...groups.values()]) {
				if (metadata.linkedParent === jid) forget(metadata.id);
			}
		},
		learn: onNames,
		doubt(jid) {
			const entry = groups.get(jid);
			if (entry && now() - entry.at >= UNDOUBTED_FOR_MS) forget(jid);
		},
		watch(events) {
			events.on('groups.update', (updates) => {
				updates.forEach(({ id }) => forget(id));
				tell(updates);
			});
			events.on('groups.upsert', tell);
			events.on('group-participants.update', ({ id }) => forget(id));
		},
	};
}

/** Who is in a group: as it is known, else as WhatsApp says. */
export function createMetadataLookup(
	sock: Pick<WASocket, 'groupMetadata'>,
	cache: Pick<GroupCache, 'get' | 'set'>,
	now: () => number,
): (group: string) => Promise<GroupMetadata> {
	return async (group) => {
		const known = cache.get(group);
		if (known) return known;
		const metadata = await detectTimeout(now, () => sock.groupMetadata(group));
		cache.set(metadata);
		return metadata;
	};
}
