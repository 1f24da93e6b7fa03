import { directChat, groupChat, personOf, type WhoIsWho } from '../contacts/people';
import { callReceivedEvent, type AccountInfo } from '../content/events';
import type { EventLog } from '../events/event-log';
import type { EngineEvent, EventChat, Person } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import type { CallOffer, CallOutcome, CallStep } from '../whatsapp/index';
import { createKnownCalls, type CallState, type KnownCall } from './known-calls';

export interface CallsOptions extends WhoIsWho {
	store: Pick<AccountStore, 'db' | 'settings'>;
	events: Pick<EventLog, 'append' | 'flush'>;
	info(): AccountInfo;
}

/** A call, and who makes it. */
export interface DescribedCall extends KnownCall {
	chat: EventChat;
	from: Person;
}

/** Calls on their way from WhatsApp to the event log. */
export interface Calls {
	/** What it throws, WhatsApp tells again. A call in a group is told twice, and becomes one event. */
	onStep(step: CallStep): void;
	/** One of the last calls. */
	find(callId: string): DescribedCall | undefined;
	/** It was rejected from here. */
	didReject(callId: string): void;
}

export function createCalls({ store, events, info, ...who }: CallsOptions): Calls {
	const known = createKnownCalls(store.settings);

	function describe(call: KnownCall): DescribedCall {
		const { caller, group } = call;
		const from = personOf(who, caller);
		const chat = group ? groupChat(who, group) : directChat(caller.jid, from);
		return { ...call, chat, from };
	}

	/** The event, and what is remembered of the call, are one transaction. */
	function record(call: KnownCall, happened: readonly EngineEvent[] = []): void {
		store.db.transaction(() => {
			events.append(happened);
			known.put(call);
		});
		events.flush();
	}

	function onOffer({ step: _, ...offer }: CallOffer): void {
		if (known.find(offer.callId)) return;
		const call = { ...offer, state: null, answeredAt: null };
		const { chat, from } = describe(call);
		const { callId, isVideo, wasOffline, at } = offer;
		const received = { callId, from, isVideo, wasOffline };
		record(call, [callReceivedEvent({ account: info(), chat, at }, received)]);
	}

	function onOutcome({ callId, step, at }: CallOutcome): void {
		const call = known.find(callId);
		if (!call) return;
		const state = stateAfter(call.state, step);
		if (state === call.state) return;
		record({ ...call, state, answeredAt: state === 'answered' ? at : call.answeredAt });
	}

	return {
		onStep: (step) => (step.step === 'offered' ? onOffer(step) : onOutcome(step)),
		find(callId) {
			const call = known.find(callId);
			return call && describe(call);
		},
		didReject(callId) {
			const call = known.find(callId);
			if (call) record({ ...call, state: stateAfter(call.state, 'rejected') });
		},
	};
}

/** A call that nobody has answered when it ends was missed; what became of one that was rejected does not change. */
function stateAfter(state: CallState, step: CallOutcome['step']): CallState {
	if (state === 'answered') return step === 'ended' ? 'ended' : state;
	if (state !== null) return state;
	return step === 'ended' ? 'missed' : step;
}
