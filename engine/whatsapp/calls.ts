import {
	getAllBinaryNodeChildren,
	getBinaryNodeChild,
	proto,
	type BinaryNode,
	type WASocket,
} from '@whiskeysockets/baileys';
import { withoutDevice } from '../content/jid';
import type { SyncAction } from './chat-actions';
import type { MemberAddress } from './group-facts';
import { isOwn, type Me } from './incoming';
import { answerTo } from './query';
import { Refusal } from './query-errors';
import { timeIn } from './stanzas';

/** By what WhatsApp knows a call: its ID, and the device that called. */
export interface CallName {
	callId: string;
	creator: string;
}

/** Somebody calls. */
export interface CallOffer extends CallName {
	step: 'offered';
	caller: MemberAddress;
	/** The group that is called; null: the number alone, or people without a group. */
	group: string | null;
	isVideo: boolean;
	/** Whether it waited for the login: it rings no more. */
	wasOffline: boolean;
	at: number;
}

/** What becomes of a call that somebody has made to the number. */
export interface CallOutcome extends CallName {
	/** `answered` and `rejected`: on another device of the account. `ended`: by whoever called, answered or not. */
	step: 'answered' | 'rejected' | 'ended';
	at: number;
	/** How long people spoke (ms); null where WhatsApp does not say. */
	durationMs: number | null;
}

export type CallStep = CallOffer | CallOutcome;

/**
 * `<call id from t [offline]><offer call-id call-creator [caller_pn|caller_lid] [group-jid]><audio/>[<video/>]...</offer></call>`;
 * of a call in a group also `<offer_notice ... media="video"/>`, under the same `call-id` (lib/Socket/messages-recv.js,
 * handleCall; whatsmeow, handleCallEvent).
 *
 * All other steps are `<call ...><step call-id call-creator .../></call>`. Undefined for those that say nothing of how a call
 * ends, and for calls of our own.
 */
export function parseCall(node: BinaryNode, me: Me, now: number): CallStep | undefined {
	const [child] = getAllBinaryNodeChildren(node);
	const { 'call-id': callId, 'call-creator': creator = node.attrs.from } = child?.attrs ?? {};
	if (!child || !callId || !creator || isOwn(creator, me)) return undefined;
	const common = { callId, creator, at: timeIn(node) ?? now };
	if (child.tag === 'offer' || child.tag === 'offer_notice') {
		const { attrs } = child;
		return {
			...common,
			step: 'offered',
			caller: { jid: withoutDevice(creator), alt: attrs.caller_pn ?? attrs.caller_lid },
			group: attrs['group-jid'] ?? null,
			isVideo: getBinaryNodeChild(child, 'video') !== undefined || attrs.media === 'video',
			wasOffline: node.attrs.offline !== undefined,
		};
	}
	const step = outcomeOf(child, isOwn(node.attrs.from ?? '', me));
	return step && { ...common, step, durationMs: durationOf(child) };
}

/**
 * What `<terminate reason>` says: whoever calls tells the other devices when one of them has answered or rejected (the
 * reasons of WhatsApp's own calls, as vinikjkkj/zapo sends them). Without a reason, or with `timeout`, the call is over.
 */
const REASONS: Readonly<Record<string, CallOutcome['step']>> = {
	accepted_elsewhere: 'answered',
	rejected_elsewhere: 'rejected',
};

function outcomeOf({ tag, attrs }: BinaryNode, byUs: boolean): CallOutcome['step'] | undefined {
	if (tag === 'terminate') {
		const { reason = '' } = attrs;
		return Object.hasOwn(REASONS, reason) ? REASONS[reason] : 'ended';
	}
	if (!byUs) return undefined;
	if (tag === 'accept') return 'answered';
	return tag === 'reject' ? 'rejected' : undefined;
}

/** In milliseconds (zapo, buildTerminateStanza). */
function durationOf({ attrs: { duration, audio_duration } }: BinaryNode): number | null {
	const ms = Number(duration ?? audio_duration);
	return ms >= 0 && Number.isFinite(ms) ? ms : null;
}

/**
 * What the phone writes into its list of calls, which all devices share (`call_log`): it tells of the end of a call that another
 * device has answered, where WhatsApp does not tell this one (Auties00/Cobalt, CallLogSync: durations are seconds).
 */
export function parseCallLog({ value }: SyncAction): CallOutcome[] {
	const { callLogRecord: call } = value?.callLogAction ?? {};
	const { callId, callCreatorJid: creator, callResult, duration } = call ?? {};
	if (!callId || !creator || call?.isIncoming !== true) return [];
	const durationMs = Number(duration ?? 0) * 1000;
	const at = Number(value?.timestamp ?? 0);
	const step = (name: CallOutcome['step'], when = at, ms: number | null = null) => ({
		...{ callId, creator, step: name, at: when, durationMs: ms },
	});
	switch (callResult ?? CONNECTED) {
		case CONNECTED:
			return [step('answered', at - durationMs), step('ended', at, durationMs)];
		case ACCEPTEDELSEWHERE:
		case ONGOING:
			return [step('answered')];
		case REJECTED:
			return [step('rejected')];
		case MISSED:
		case CANCELLED:
			return [step('ended')];
		default:
			return [];
	}
}

const { CONNECTED, ACCEPTEDELSEWHERE, ONGOING, REJECTED, MISSED, CANCELLED } =
	proto.CallLogRecord.CallResult;

export interface CallActions {
	/** Has a call to the number stop ringing, on all its devices. Rejects with WhatsApp's refusal (`refusalCode`). */
	reject(call: CallName): Promise<void>;
}

export function createCallActions({ query }: Pick<WASocket, 'query'>): CallActions {
	return {
		/** Not Baileys' own `rejectCall`: it takes a refusal for a yes. */
		async reject({ callId, creator }) {
			await askAboutCall(query, withoutDevice(creator), {
				tag: 'reject',
				attrs: { 'call-id': callId, 'call-creator': creator, count: '0' },
			});
		},
	};
}

/** `<call id to>...</call>` is answered with `<ack class="call" id [error]>`. */
export async function askAboutCall(
	query: WASocket['query'],
	to: string,
	child: BinaryNode,
): Promise<void> {
	const answer = await answerTo(query, { tag: 'call', attrs: { to }, content: [child] });
	if (answer.attrs.error) throw new Refusal(Number(answer.attrs.error));
}
