import type { Settings } from '../store/account-store';
import type { EventChat, Person } from '../gateway/contract';
import type { CallOffer } from '../whatsapp/index';

/** What has become of a call; `null`: nobody has answered it yet. */
export type CallState = 'answered' | 'ended' | 'missed' | 'rejected' | null;

export interface KnownCall extends Omit<CallOffer, 'step'> {
	state: CallState;
	/** When it was answered (ms). */
	answeredAt: number | null;
}

/** A call, and who makes it. */
export interface DescribedCall extends KnownCall {
	chat: EventChat;
	from: Person;
}

/** Far more than ring at a time, and than somebody looks back to. */
const MAX_CALLS = 50;

const NAME = 'calls';

/** The calls of late: WhatsApp tells only once who calls, and what becomes of it later by its ID alone. */
export interface KnownCalls {
	find(callId: string): KnownCall | undefined;
	/** A call that is known already is as it is given here from now on. */
	put(call: KnownCall): void;
}

export function createKnownCalls(settings: Settings): KnownCalls {
	const all = () => settings.get<KnownCall[]>(NAME) ?? [];
	return {
		find: (callId) => all().find((call) => call.callId === callId),
		put(call) {
			const others = all().filter(({ callId }) => callId !== call.callId);
			settings.set(NAME, [...others, call].slice(-MAX_CALLS));
		},
	};
}
