import { createBoundedMap } from '../bounded-map';
import { directChat, groupChat, personOf, type WhoIsWho } from '../contacts/people';
import { callReceivedEvent, type AccountInfo } from '../content/events';
import type { CallReceivedEvent } from '../gateway/contract';
import type { CallOffer } from '../whatsapp/index';

/** Far more than ring at a time. */
const MAX_CALLS = 1_000;

export interface CallsOptions extends WhoIsWho {
	info(): AccountInfo;
	/** Stores the event; what it throws, WhatsApp tells again. */
	publish(events: readonly CallReceivedEvent[]): void;
}

/** Calls on their way from WhatsApp to the event log. */
export interface Calls {
	/** A call in a group is told twice, and becomes one event. */
	onOffer(offer: CallOffer): void;
}

export function createCalls({ info, publish, ...who }: CallsOptions): Calls {
	const published = createBoundedMap<true>(MAX_CALLS);
	return {
		onOffer({ callId, caller, group, isVideo, wasOffline, at }) {
			if (published.has(callId)) return;
			const from = personOf(who, caller);
			const chat = group ? groupChat(who, group) : directChat(caller.jid, from);
			const call = { callId, from, isVideo, wasOffline };
			publish([callReceivedEvent({ account: info(), chat, at }, call)]);
			published.set(callId, true);
		},
	};
}
