import type { EngineEvent, EventOf, EventType } from '../../../engine/gateway/contract';
import { callAnsweredElsewhere, callEnded, callMissed, callReceived, callRejected } from './calls';
import { channelAdminChanged, channelChanged, channelPosted, postReactions } from './channels';
import { chatChanged, chatStarted } from './chats';
import { conversationPaused, conversationResumed } from './conversations';
import {
	communityGroupsChanged,
	groupChanged,
	joined,
	joinRequest,
	participantsChanged,
} from './groups';
import { chatLabelled, labelChanged } from './labels';
import { deleted, edited, incoming, pollVote, reaction, sentFromPhone, waiting } from './messages';
import {
	blocklistChanged,
	businessChanged,
	contactChanged,
	presenceChanged,
	profileChanged,
} from './people';
import {
	connected,
	disconnected,
	dropped,
	limitReached,
	loggedOut,
	restricted,
	restrictionLifted,
} from './session';
import { posted, viewed } from './status-updates';
import { failed, played, read, readByMe, received, sent } from './statuses';
import type { Besides, TriggerEvent } from './trigger-event';

/** All that a workflow can start on. */
export const EVENTS: { readonly [T in EventType]: TriggerEvent<EventOf<T>> } = {
	'message.sent': sent,
	'message.received': received,
	'message.read': read,
	'message.played': played,
	'message.failed': failed,
	'message.readByMe': readByMe,
	'message.incoming': incoming,
	'message.reaction': reaction,
	'message.pollVote': pollVote,
	'message.sentFromPhone': sentFromPhone,
	'message.edited': edited,
	'message.deleted': deleted,
	'message.waiting': waiting,
	'status.posted': posted,
	'status.viewed': viewed,
	'channel.posted': channelPosted,
	'channel.adminChanged': channelAdminChanged,
	'channel.changed': channelChanged,
	'channel.postReactions': postReactions,
	'group.participantsChanged': participantsChanged,
	'group.joined': joined,
	'group.joinRequest': joinRequest,
	'group.changed': groupChanged,
	'community.groupsChanged': communityGroupsChanged,
	'contact.changed': contactChanged,
	'contact.businessChanged': businessChanged,
	'presence.changed': presenceChanged,
	'blocklist.changed': blocklistChanged,
	'profile.changed': profileChanged,
	'call.received': callReceived,
	'call.missed': callMissed,
	'call.rejected': callRejected,
	'call.answeredElsewhere': callAnsweredElsewhere,
	'call.ended': callEnded,
	'chat.started': chatStarted,
	'chat.changed': chatChanged,
	'chat.labelled': chatLabelled,
	'conversation.paused': conversationPaused,
	'conversation.resumed': conversationResumed,
	'label.changed': labelChanged,
	'session.connected': connected,
	'session.disconnected': disconnected,
	'session.loggedOut': loggedOut,
	'session.restricted': restricted,
	'session.restrictionLifted': restrictionLifted,
	'session.limitReached': limitReached,
	'event.dropped': dropped,
};

/** Those that have a filter. */
export function eventsWith(filter: TriggerEvent['filters'][number]): EventType[] {
	return (Object.keys(EVENTS) as EventType[]).filter((type) =>
		EVENTS[type].filters.includes(filter),
	);
}

export function zapiBody(event: EngineEvent, besides: Besides): object {
	// The table pairs each type with its own event; TypeScript cannot follow that through a union of types.
	return (EVENTS[event.event] as TriggerEvent).zapi(event, besides);
}
