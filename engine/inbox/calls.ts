import { createBoundedMap } from '../bounded-map';
import { personOf, type WhoIsWho } from '../contacts/person';
import { callReceivedEvent, eventChat, type AccountInfo } from '../content/events';
import { jidOfPhone } from '../content/jid';
import type { CallReceivedEvent } from '../gateway/contract';
import type { CallOffer } from '../whatsapp/index';

/** Far more than ring at a time. */
const MAX_CALLS = 1_000;

/** Turns what WhatsApp tells of calls into events. */
export interface CallEventMapper {
	/** Undefined where it was told already: of a call in a group WhatsApp tells twice. */
	callReceived(offer: CallOffer): CallReceivedEvent | undefined;
}

export function createCallEventMapper({
	info,
	...who
}: WhoIsWho & { info(): AccountInfo }): CallEventMapper {
	const told = createBoundedMap<true>(MAX_CALLS);
	return {
		callReceived({ callId, caller, group, isVideo, wasOffline, at }) {
			if (told.has(callId)) return undefined;
			told.set(callId, true);
			const from = personOf(who, caller);
			const chat = group
				? eventChat(group, { phone: null, lid: null }, who.directory.nameOf(group))
				: eventChat(from.phone ? jidOfPhone(from.phone) : caller.jid, from, from.name);
			return callReceivedEvent(
				{ account: info(), chat, at },
				{ callId, from, isVideo, wasOffline },
			);
		},
	};
}
