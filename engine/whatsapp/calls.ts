import { getBinaryNodeChild, type BinaryNode } from '@whiskeysockets/baileys';
import { withoutDevice } from '../content/jid';
import type { MemberAddress } from './group-facts';
import { isOwn, type Me } from './incoming';
import { timeIn } from './stanzas';

/** Somebody calls. */
export interface CallOffer {
	callId: string;
	caller: MemberAddress;
	/** The group that is called; null: the number alone, or people without a group. */
	group: string | null;
	isVideo: boolean;
	/** Whether it waited for the login: it rings no more. */
	wasOffline: boolean;
	at: number;
}

/**
 * `<call id from t [offline]><offer call-id call-creator [caller_pn|caller_lid] [group-jid]><audio/>[<video/>]...</offer></call>`;
 * of a call in a group also `<offer_notice ... media="video"/>`, under the same `call-id` (lib/Socket/messages-recv.js,
 * handleCall; whatsmeow, handleCallEvent). Undefined for all else that is told of a call, and for calls of our own.
 */
export function parseCallOffer(node: BinaryNode, me: Me, now: number): CallOffer | undefined {
	const offer = getBinaryNodeChild(node, 'offer') ?? getBinaryNodeChild(node, 'offer_notice');
	const callId = offer?.attrs['call-id'];
	const jid = offer?.attrs['call-creator'] ?? node.attrs.from;
	if (!offer || !callId || !jid || isOwn(jid, me)) return undefined;
	const { attrs } = offer;
	return {
		callId,
		caller: { jid: withoutDevice(jid), alt: attrs.caller_pn ?? attrs.caller_lid },
		group: attrs['group-jid'] ?? null,
		isVideo: getBinaryNodeChild(offer, 'video') !== undefined || attrs.media === 'video',
		wasOffline: node.attrs.offline !== undefined,
		at: timeIn(node) ?? now,
	};
}
