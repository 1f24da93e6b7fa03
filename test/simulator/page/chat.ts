import type { VirtualContact, VirtualPhone } from '../index';
import { mediaIn } from '../media-crypto';

/** One bubble of the chat. */
export interface Bubble {
	readonly id: string;
	/** Who wrote it. */
	readonly by: 'owner' | 'contact';
	readonly text: string;
	readonly at: number;
	/** The kind of its file, if it has one. */
	readonly file: string | undefined;
	/** How far it got: the ticks. */
	readonly status: 'sent' | 'delivered' | 'read';
}

/** What the page shows. */
export interface PageState {
	readonly owner: {
		number: string;
		codeRequested: boolean;
		devices: { id: number; connected: boolean }[];
	};
	readonly contact: { number: string; name: string; typing: string | undefined };
	readonly chat: Bubble[];
}

/** The owner's phone and the chat one contact has with it, as a page shows them. */
export function pageState(owner: VirtualPhone, contact: VirtualContact): PageState {
	const received = contact.received
		.filter(({ from }) => from === owner.number)
		.map(
			({ id, text, at, message }): Bubble => ({
				id,
				by: 'owner',
				text,
				at,
				file: mediaIn(message)?.kind,
				status: contact.hasRead(id) ? 'read' : 'delivered',
			}),
		);
	const sent = contact.sent.map(
		({ id, text, at, message }): Bubble => ({
			id,
			by: 'contact',
			text,
			at,
			file: mediaIn(message)?.kind,
			status: statusOf(contact, id),
		}),
	);
	const typing = contact.typing.at(-1);
	return {
		owner: {
			number: owner.number,
			codeRequested: owner.codeRequested,
			devices: owner.devices(),
		},
		contact: {
			number: contact.number,
			name: contact.name,
			typing: typing === 'paused' ? undefined : typing,
		},
		chat: [...received, ...sent].sort((a, b) => a.at - b.at),
	};
}

function statusOf(contact: VirtualContact, id: string): Bubble['status'] {
	const types = contact.receipts.filter(({ ids }) => ids.includes(id)).map(({ type }) => type);
	if (types.includes('read')) return 'read';
	return types.length > 0 ? 'delivered' : 'sent';
}
