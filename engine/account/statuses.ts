import { statusEvent, type AccountInfo, type Addresses } from '../content/events';
import { jidOfPhone } from '../content/jid';
import type { EngineError, MessageStatus, MessageStatusEvent } from '../gateway/contract';
import type { EventLog } from '../inbox/event-log';
import { reachedByAll, type GroupReceipts } from '../outbox/group-receipts';
import type { Ledger } from '../outbox/ledger';
import type { AccountStore } from '../store/account-store';
import type { Receipt } from '../whatsapp/index';

export interface StatusesOptions {
	store: AccountStore;
	ledger: Ledger;
	groupReceipts: GroupReceipts;
	events: EventLog;
	info(): AccountInfo;
	addresses(jid: string): Addresses;
	/** The new statuses are on disk. */
	onChange(messageIds: readonly string[]): void;
}

/** What becomes of messages of ours: the new status and its events are one transaction. */
export interface Statuses {
	set(messageId: string, status: MessageStatus, at: number, error?: EngineError): void;
	onReceipt(receipt: Receipt): void;
}

export function createStatuses(options: StatusesOptions): Statuses {
	const { store, ledger, groupReceipts, events, info, addresses, onChange } = options;

	function record(
		messageIds: readonly string[],
		advance: (messageId: string) => (MessageStatusEvent | undefined)[],
	): void {
		const happened = messageIds.flatMap(advance);
		events.append(happened.filter((event) => event !== undefined));
	}

	/**
	 * Alone of all statuses this one may be lost with the process: the message then goes out again under its ID, and is
	 * acknowledged again.
	 */
	function setSent(messageId: string, at: number): void {
		store.db.lazily(() => record([messageId], () => advance(messageId, 'SENT', at)));
		const tell = () => onChange([messageId]);
		// What could not be saved makes the connection start anew (`Database.onLost`).
		store.db
			.saving()
			?.then(tell)
			.catch(() => undefined);
	}

	function advance(messageId: string, status: MessageStatus, at: number, error?: EngineError) {
		return ledger
			.advance(messageId, status, at, error?.toShape())
			.map((step) =>
				statusEvent(info(), step.record, step.status, step.at, addresses(step.record.chat)),
			);
	}

	/** In a group everybody makes the steps on their own; the message has come as far as the last of them. */
	function advanceInGroup(messageId: string, status: MessageStatus, jid: string, at: number) {
		const message = ledger.get(messageId);
		if (!message) return [];
		const participant = addresses(jid);
		const sent = advance(messageId, 'SENT', at);
		const steps = groupReceipts.advance(messageId, namesOf(participant, jid), status, at);
		const progress = groupReceipts.progress(messageId);
		const all = reachedByAll(progress);
		if (all) ledger.advance(messageId, all, at);
		const chat = addresses(message.chat);
		const group = { participant, progress };
		return [...sent, ...steps.map((step) => statusEvent(info(), message, step, at, chat, group))];
	}

	return {
		set(messageId, status, at, error) {
			if (status === 'SENT') return setSent(messageId, at);
			store.db.transaction(() => record([messageId], () => advance(messageId, status, at, error)));
			onChange([messageId]);
		},
		onReceipt({ messageIds, status, participant, at }) {
			store.db.transaction(() =>
				record(messageIds, (messageId) =>
					participant === null
						? advance(messageId, status, at)
						: advanceInGroup(messageId, status, participant, at),
				),
			);
			onChange(messageIds);
		},
	};
}

/** All addresses of a person, the lasting one first. */
function namesOf({ lid, phone }: Addresses, jid: string): [string, ...string[]] {
	const other = phone === null ? jid : jidOfPhone(phone);
	return lid === null || lid === other ? [other] : [lid, other];
}
