import { directChat, groupChat, personOf, type WhoIsWho } from '../contacts/people';
import { callOutcomeEvent, callReceivedEvent, type AccountInfo } from '../content/events';
import type { EventLog } from '../events/event-log';
import type { CallRejectedEvent, EngineEvent } from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { AccountStore } from '../store/account-store';
import type { CallOffer, CallOutcome, CallStep, WhatsAppSocket } from '../whatsapp/index';
import type { AutoReject } from './auto-reject';
import {
	createKnownCalls,
	type CallState,
	type DescribedCall,
	type KnownCall,
} from './known-calls';

export interface CallsOptions extends WhoIsWho {
	store: Pick<AccountStore, 'db' | 'settings'>;
	events: Pick<EventLog, 'append'>;
	info(): AccountInfo;
	now(): number;
	autoReject: AutoReject;
	/** The open connection. */
	socket(): Pick<WhatsAppSocket, 'calls'> | undefined;
	/** There may be something to send. */
	wake(): void;
	log: Log;
}

/** Calls on their way from WhatsApp to the event log. */
export interface Calls {
	/** What it throws, WhatsApp tells again. A call in a group is told twice, and becomes one event. */
	onStep(step: CallStep): void;
	/** One of the last calls. */
	find(callId: string): DescribedCall | undefined;
	/** Has WhatsApp reject it by `ask`. What comes of the call meanwhile counts where that fails. */
	reject(call: KnownCall, ask: () => Promise<void>): Promise<void>;
}

export function createCalls(options: CallsOptions): Calls {
	const { store, events, info, now, autoReject, socket, wake, log, ...who } = options;
	const known = createKnownCalls(store.settings);
	/** What came of calls while they are rejected from here: an end may be the answer to that. */
	const rejecting = new Map<string, CallOutcome[]>();

	function describe(call: KnownCall): DescribedCall {
		const { caller, group } = call;
		const from = personOf(who, caller);
		const chat = group ? groupChat(who, group) : directChat(caller.jid, from);
		return { ...call, chat, from };
	}

	/** The event, what is remembered of the call, and what else is done for it are one transaction. */
	function record(
		call: KnownCall,
		happened: readonly EngineEvent[] = [],
		also: () => void = () => undefined,
	): void {
		store.db.transaction(() => {
			events.append(happened);
			known.put(call);
			also();
		});
	}

	/** What is in the queue is on disk by now: the call is rejected, and then answered. */
	function rejectNow(call: KnownCall): void {
		const open = socket();
		if (open) {
			reject(call, () => open.calls.reject(call)).catch((error: unknown) =>
				log.warn('A call could not be rejected by itself', { error: kindOf(error) }),
			);
		}
		wake();
	}

	async function reject(call: KnownCall, ask: () => Promise<void>): Promise<void> {
		const { callId } = call;
		rejecting.set(callId, []);
		try {
			await ask();
			take({ ...call, step: 'rejected', at: now(), durationMs: null }, 'n8n');
		} finally {
			const meanwhile = rejecting.get(callId) ?? [];
			rejecting.delete(callId);
			for (const outcome of meanwhile) take(outcome, 'phone');
		}
	}

	function onOffer({ step: _, ...offer }: CallOffer): void {
		if (known.find(offer.callId)) return;
		const call = { ...offer, state: null, answeredAt: null };
		const described = describe(call);
		const { callId, chat, from, isVideo, wasOffline, at } = described;
		const received = { callId, from, isVideo, wasOffline };
		const isUnwanted = autoReject.wants(described);
		record(call, [callReceivedEvent({ account: info(), chat, at }, received)], () => {
			if (isUnwanted) autoReject.answer(described);
		});
		if (isUnwanted) rejectNow(call);
	}

	function onOutcome(outcome: CallOutcome): void {
		const later = rejecting.get(outcome.callId);
		if (later) later.push(outcome);
		else take(outcome, 'phone');
	}

	/** `rejectedOn`: where, if that is what has happened. */
	function take(
		{ callId, step, at, durationMs }: Omit<CallOutcome, 'creator'>,
		rejectedOn: CallRejectedEvent['rejectedOn'],
	): void {
		const call = known.find(callId);
		if (!call) return;
		const state = stateAfter(call.state, step);
		if (state === null || state === call.state) return;
		const { chat, from, isVideo, answeredAt } = describe(call);
		const spoken = durationMs ?? (answeredAt === null ? null : at - answeredAt);
		const durationSeconds = spoken === null ? null : Math.round(spoken / 1000);
		const where = { account: info(), chat, at };
		const told = { callId, from, isVideo };
		const event = callOutcomeEvent(where, told, { state, rejectedOn, durationSeconds });
		record({ ...call, state, answeredAt: state === 'answered' ? at : answeredAt }, [event]);
	}

	return {
		onStep: (step) => (step.step === 'offered' ? onOffer(step) : onOutcome(step)),
		find(callId) {
			const call = known.find(callId);
			return call && describe(call);
		},
		reject,
	};
}

/** A call that nobody has answered when it ends was missed; what became of one that was rejected does not change. */
function stateAfter(state: CallState, step: CallOutcome['step']): CallState {
	if (state === 'answered') return step === 'ended' ? 'ended' : state;
	if (state !== null) return state;
	return step === 'ended' ? 'missed' : step;
}
