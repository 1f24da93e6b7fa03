import { randomBytes } from 'node:crypto';
import {
	encodeSignedDeviceIdentity,
	getAllBinaryNodeChildren,
	getBinaryNodeChild,
	type BinaryNode,
	type WASocket,
} from '@whiskeysockets/baileys';
import { lidOf } from '../content/jid';
import { askAboutCall } from './calls';
import { isOwn, type Me } from './incoming';

/** What becomes of a call that we make. `reached`: a phone rings. */
export interface RingStep {
	callId: string;
	step: 'reached' | 'answered' | 'rejected';
}

export interface Rings {
	/**
	 * Has all phones of somebody ring, until `hangUp`; `to` is their LID where that is known. Rejects with WhatsApp's refusal
	 * (`refusalCode`), or where they have no device that could ring.
	 */
	ring(to: string, callId: string): Promise<void>;
	hangUp(to: string, callId: string): Promise<void>;
}

/** As WhatsApp's own calls have it (vinikjkkj/zapo, generateCallId). */
export const newCallId = () => randomBytes(16).toString('hex').toUpperCase();

const STEPS: Readonly<Record<string, RingStep['step']>> = {
	preaccept: 'reached',
	accept: 'answered',
	reject: 'rejected',
};

/** `<call from><accept call-id call-creator/></call>` and the like, about a call that we have made. */
export function parseRingStep(node: BinaryNode, me: Me): RingStep | undefined {
	const [child] = getAllBinaryNodeChildren(node);
	const { 'call-id': callId, 'call-creator': creator = '' } = child?.attrs ?? {};
	if (!child || !callId || !isOwn(creator, me) || isOwn(node.attrs.from ?? '', me))
		return undefined;
	const step = Object.hasOwn(STEPS, child.tag) ? STEPS[child.tag] : undefined;
	return step && { callId, step };
}

/** A device that rings says so: `<receipt from><offer call-id call-creator/></receipt>` (WAWebHandleVoipCall). */
export function parseRingReceipt(node: BinaryNode): RingStep | undefined {
	const callId = getBinaryNodeChild(node, 'offer')?.attrs['call-id'];
	return callId ? { callId, step: 'reached' } : undefined;
}

/** What a client can do in calls, as a bit field (vinikjkkj/zapo, CAPABILITY_OFFER): without it phones do not ring. */
const CAPABILITY = Uint8Array.of(0x01, 0x05, 0xf7, 0x09, 0xe4, 0xbb, 0x07);
const KEY_BYTES = 32;

export interface RingsOptions {
	sock: Pick<WASocket, 'query' | 'createParticipantNodes' | 'authState'>;
	/** Somebody's devices, with a session with each. */
	devicesOf(jid: string): Promise<string[]>;
	me(): Me;
}

/** An offer is the whole of it: no sound follows, and whoever picks up hears nothing. */
export function createRings({ sock, devicesOf, me }: RingsOptions): Rings {
	const { query, authState } = sock;

	/** As somebody who writes to us has given it to us: WhatsApp may want it of those who call. */
	async function privacyToken(to: string): Promise<BinaryNode[]> {
		const { [to]: entry } = await authState.keys.get('tctoken', [to]);
		return entry?.token?.length ? [{ tag: 'privacy', attrs: {}, content: entry.token }] : [];
	}

	/** Whom we call under which name: both are LIDs, or both numbers. */
	function about(to: string, callId: string): Record<string, string> {
		const { jid, lid } = me();
		return { 'call-id': callId, 'call-creator': (lidOf(to) && lid) || (jid ?? '') };
	}

	return {
		async ring(to, callId) {
			const devices = await devicesOf(to);
			const message = { call: { callKey: randomBytes(KEY_BYTES) } };
			const { nodes, shouldIncludeDeviceIdentity } = await sock.createParticipantNodes(
				devices,
				message,
				{ count: '0' },
			);
			const { account } = authState.creds;
			const identity: BinaryNode[] =
				shouldIncludeDeviceIdentity && account
					? [
							{
								tag: 'device-identity',
								attrs: {},
								content: encodeSignedDeviceIdentity(account, true),
							},
						]
					: [];
			await askAboutCall(query, to, {
				tag: 'offer',
				attrs: about(to, callId),
				content: [
					...(await privacyToken(to)),
					{ tag: 'audio', attrs: { enc: 'opus', rate: '8000' } },
					{ tag: 'audio', attrs: { enc: 'opus', rate: '16000' } },
					{ tag: 'net', attrs: { medium: '3' } },
					{ tag: 'capability', attrs: { ver: '1' }, content: CAPABILITY },
					{ tag: 'destination', attrs: {}, content: nodes },
					{ tag: 'encopt', attrs: { keygen: '2' } },
					...identity,
				],
			});
		},
		async hangUp(to, callId) {
			await askAboutCall(query, to, { tag: 'terminate', attrs: about(to, callId) });
		},
	};
}
