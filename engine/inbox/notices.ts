import { createBoundedMap } from '../bounded-map';
import type { Renaming } from '../contacts/directory';
import type { EngineEvent } from '../gateway/contract';
import type { GroupNotice, Notice, PresenceUpdate } from '../whatsapp/index';
import { createBusinessEvents, type BusinessEventsOptions } from './business-events';
import { createChannelEventMapper } from './channel-event-mapper';
import { createContactEventMapper } from './contact-event-mapper';
import { createGroupEventMapper } from './group-event-mapper';

/** Far more than change at a time. */
const MAX_LINKS = 1_000;
/** The community and the group tell of it one right after the other. */
const TOLD_WITHIN_MS = 60_000;

export interface NoticesOptions extends BusinessEventsOptions {
	now(): number;
	/** Stores the events; what it throws, WhatsApp tells again. */
	publish(events: readonly EngineEvent[]): void;
}

/** What WhatsApp tells of groups and people, on its way to the event log. */
export interface Notices {
	/** That a group is linked to a community is told by both of them, and becomes one event. */
	onNotices(notices: readonly Notice[]): void;
	onRenamed(renamings: readonly Renaming[]): void;
	onPresence(update: PresenceUpdate): void;
}

type CommunityNotice = Extract<GroupNotice, { type: 'communityGroups' }>;

export function createNotices({ now, publish, ...options }: NoticesOptions): Notices {
	const groupEvent = createGroupEventMapper(options);
	const channelEvent = createChannelEventMapper(options);
	const contactEvents = createContactEventMapper(options);
	const businessEvents = createBusinessEvents(options);
	/** What was told last, by community and group. */
	const told = createBoundedMap<Pick<CommunityNotice, 'change' | 'at'>>(MAX_LINKS);
	const linkOf = ({ group: community }: CommunityNotice, group: string) => `${community} ${group}`;

	/** Without groups of which the same was told just now; undefined where none is left. */
	function untold(notice: Notice): Notice | undefined {
		if (notice.type !== 'communityGroups') return notice;
		const groups = notice.groups.filter(({ id }) => {
			const before = told.get(linkOf(notice, id));
			const isSame = before?.change === notice.change;
			return !isSame || Math.abs(notice.at - before.at) > TOLD_WITHIN_MS;
		});
		return groups.length > 0 ? { ...notice, groups } : undefined;
	}

	function eventOf(notice: Notice): EngineEvent | undefined {
		if ('group' in notice) return groupEvent(notice);
		if ('channel' in notice) return channelEvent(notice);
		// It says no more: who has it is asked about.
		if (notice.type === 'businessOfHash') return undefined;
		return notice.type === 'business'
			? businessEvents.noticed(notice)
			: contactEvents.noticed(notice);
	}

	/** What the next notice is compared with: only when the events are stored, as WhatsApp tells again what could not be. */
	function remember(notice: Notice): void {
		if (notice.type === 'business') businessEvents.learn(notice);
		if (notice.type !== 'communityGroups') return;
		for (const { id } of notice.groups) told.set(linkOf(notice, id), notice);
	}

	return {
		onNotices(notices) {
			const news = notices.map(untold).filter((notice) => notice !== undefined);
			const events = news.map(eventOf).filter((event) => event !== undefined);
			if (events.length > 0) publish(events);
			news.forEach(remember);
		},
		onRenamed: (renamings) =>
			publish(renamings.map((renaming) => contactEvents.renamed(renaming, now()))),
		onPresence: (update) => publish([contactEvents.presence(update, now())]),
	};
}
