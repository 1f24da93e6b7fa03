import { type BinaryNode } from '@whiskeysockets/baileys';
import { randomBytes } from 'node:crypto';
import type { Addressing } from './address';
import type { Account, Device } from './registry';
import { childOf, stanza } from './stanza';

export interface CallOptions {
	readonly video?: boolean;
	/** The JID of the group that is called. */
	readonly group?: string;
	/** By which name the caller goes; the other one stands beside it. Default `lid`, as today. */
	readonly addressing?: Addressing;
	/** Whether the server tells of the call a second time (`offer_notice`), as it does in groups. */
	readonly notice?: boolean;
}

/** Rings on every device of an account. Nobody picks up, and the caller hangs up at once. Returns the ID of the call. */
export function ring(
	caller: Device,
	called: Account,
	atSeconds: number,
	{ video = false, group, addressing = 'lid', notice = false }: CallOptions = {},
): string {
	const callId = randomBytes(16).toString('hex').toUpperCase();
	const creator = caller.jid(addressing);
	const other =
		addressing === 'lid'
			? { caller_pn: caller.account.jid('pn') }
			: { caller_lid: caller.account.jid('lid') };
	const about = { 'call-id': callId, 'call-creator': creator };
	const tell = (child: BinaryNode) =>
		called.broadcast(
			stanza(
				'call',
				{
					id: randomBytes(8).toString('hex').toUpperCase(),
					from: caller.account.jid(addressing),
					t: String(atSeconds),
					notify: caller.account.pushName,
				},
				[child],
			),
		);
	const media = [
		stanza('audio', { enc: 'opus', rate: '16000' }),
		...(video ? [stanza('video')] : []),
	];
	tell(stanza('offer', { ...about, ...other, 'group-jid': group }, media));
	if (notice) {
		const attrs = { type: 'group', media: video ? 'video' : 'audio', 'group-jid': group };
		tell(stanza('offer_notice', { ...about, ...other, ...attrs }));
	}
	tell(stanza('terminate', { ...about, reason: 'timeout' }));
	return callId;
}

/**
 * A client asks for a link by which people join a call. Of the answer rc14 reads the child only
 * (Socket/chats.js, createCallLink).
 */
export function routeCall(sender: Device, call: BinaryNode): void {
	const wanted = childOf(call, 'link_create');
	if (!wanted) return;
	const token = randomBytes(16).toString('base64url');
	sender.queue.push(
		stanza('ack', { class: 'call', type: 'link_create', id: call.attrs.id, from: call.attrs.to }, [
			stanza('link_create', { media: wanted.attrs.media, token }),
		]),
	);
}
