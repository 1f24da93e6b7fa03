import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Account } from './registry';
import { receiptIds, stanza, stanzaId } from './stanza';

/** What one participant of a group did: when, and to which message. */
export interface ParticipantReceipt {
	/** The ID of the message. */
	readonly key: string;
	/** The participant. */
	readonly jid: string;
	/** Seconds since 1970. */
	readonly t?: string;
}

/** One receipt for what several participants of a group did, to one message or to several. */
export function aggregatedReceipt(
	attrs: { readonly from: string; readonly type?: string; readonly t?: string },
	receipts: readonly ParticipantReceipt[],
): BinaryNode {
	const participants = [...new Set(receipts.map(({ key }) => key))].map((key) =>
		stanza(
			'participants',
			{ key },
			receipts
				.filter((receipt) => receipt.key === key)
				.map(({ jid, t }) => stanza('user', { jid, t })),
		),
	);
	return stanza('receipt', { id: stanzaId(), ...attrs }, participants);
}

/** Keeps single receipts from groups for one account, and hands them over as aggregated ones. */
export class ReceiptCollector {
	readonly #kept: BinaryNode[] = [];

	constructor(readonly number: string) {}

	keep(receipt: BinaryNode): void {
		this.#kept.push(receipt);
	}

	/** One receipt for each group and type. */
	handOver(account: Account): void {
		for (const kind of new Set(this.#kept.map(kindOf))) {
			const ofOneKind = this.#kept.filter((receipt) => kindOf(receipt) === kind);
			const { from = '', type, t } = ofOneKind[0]?.attrs ?? {};
			const receipts = ofOneKind.flatMap((receipt) =>
				receiptIds(receipt).map((key) => ({
					key,
					jid: receipt.attrs.participant ?? '',
					t: receipt.attrs.t,
				})),
			);
			account.broadcast(aggregatedReceipt({ from, type, t }, receipts));
		}
	}
}

function kindOf({ attrs }: BinaryNode): string {
	return `${attrs.from} ${attrs.type}`;
}
