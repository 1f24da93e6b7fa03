import type { Directory } from '../contacts/directory';
import { personOf } from '../contacts/people';
import { statusEvent, statusViewedEvent, type AccountInfo } from '../content/events';
import { chatType, jidsOf } from '../content/jid';
import type {
	EngineError,
	MessageRecord,
	MessageStatus,
	EngineEvent,
	PersonAddress,
} from '../gateway/contract';
import type { EventLog } from '../events/event-log';
import { reachedByAll, type GroupReceipts } from './group-receipts';
import type { Ledger, StatusChange } from './ledger';
import type { AccountStore } from '../store/account-store';
import type { Receipt } from '../whatsapp/index';
import { isUnderWay, stepsBetween } from './status';

export interface StatusesOptions {
	store: AccountStore;
	ledger: Ledger;
	groupReceipts: GroupReceipts;
	events: EventLog;
	info(): AccountInfo;
	addresses(jid: string): PersonAddress;
	/** What people are called. */
	directory: Pick<Directory, 'nameOf'>;
	/** WhatsApp has taken a message; in the transaction of its status. Returns what else happened with that. */
	onSent(record: MessageRecord, at: number): EngineEvent | undefined;
	/** The new statuses are on disk. */
	onChange(messageIds: readonly string[]): void;
}

/** What becomes of messages of ours: the new status and its events are one transaction. */
export interface Statuses {
	set(messageId: string, status: MessageStatus, at: number, error?: EngineError): void;
	onReceipts(receipts: readonly Receipt[]): void;
}

export function createStatuses(options: StatusesOptions): Statuses {
	const { store, ledger, groupReceipts, events, info, onSent, onChange } = options;
	const { addresses, directory } = options;

	/** Some steps are no event. */
	const append = (happened: readonly (EngineEvent | undefined)[]) =>
		events.append(happened.filter((event) => event !== undefined));

	/**
	 * Alone of all statuses this one may be lost with the process: the message then goes out again under its ID, and is
	 * acknowledged again.
	 */
	function setSent(messageId: string, at: number): void {
		store.db.lazily(() => {
			const steps = ledger.advance(messageId, 'SENT', at);
			const message = steps[0]?.record;
			append([...tell(steps), ...(message && isStatus(message) ? whoWasQuicker(message) : [])]);
		});
		// What could not be saved makes the connection start anew (`Database.onLost`).
		store.db.whenSaved(() => onChange([messageId]));
	}

	function advance(messageId: string, status: MessageStatus, at: number, error?: EngineError) {
		return tell(ledger.advance(messageId, status, at, error?.toShape()));
	}

	function tell(steps: readonly StatusChange[]) {
		return steps.flatMap(({ record, status, at }) => [
			status === 'SENT' ? onSent(record, at) : undefined,
			statusEvent(info(), record, status, at, addresses(record.chat)),
		]);
	}

	/**
	 * In a group, and among those who may see a status, everybody makes the steps on their own. Undefined where they are told of
	 * later.
	 */
	function advanceInGroup(message: MessageRecord, status: MessageStatus, jid: string, at: number) {
		const { messageId } = message;
		const participant = addresses(jid);
		// The lasting address first.
		const names = jidsOf(participant.lid ?? jid, participant);
		const steps = groupReceipts.advance(messageId, names, status, at);
		// Others get a status by stanzas that may not have left yet: WhatsApp alone says that all have.
		if (isStatus(message) && isUnderWay(message.status)) return undefined;
		return [...advance(messageId, 'SENT', at), ...tellSteps(message, steps, jid, at)];
	}

	/** Those who had a status before its last stanza was acknowledged. */
	function whoWasQuicker(message: MessageRecord) {
		return groupReceipts
			.participants(message.messageId)
			.flatMap(({ address, status, at }) =>
				tellSteps(message, stepsBetween('SENT', status), address, Date.parse(at)),
			);
	}

	/** Steps of one of them; the message has come as far as the last one of all. */
	function tellSteps(
		message: MessageRecord,
		steps: readonly MessageStatus[],
		jid: string,
		at: number,
	) {
		const { messageId } = message;
		const participant = addresses(jid);
		const progress = groupReceipts.progress(messageId);
		const all = reachedByAll(progress);
		if (all) ledger.advance(messageId, all, at);
		const chat = addresses(message.chat);
		const group = { participant, progress };
		const viewer = () => personOf({ addresses, directory }, { jid, alt: undefined });
		return steps.map((step) =>
			isStatus(message) && step === 'READ'
				? statusViewedEvent(info(), message, viewer(), progress, at)
				: statusEvent(info(), message, step, at, chat, group),
		);
	}

	/**
	 * Undefined where the receipt does not speak of the chat that the message went to: its ID is no secret to those who have
	 * it. A person's two addresses are not told apart.
	 */
	function advanceBy({ status, chat, participant, at }: Receipt, messageId: string) {
		const message = ledger.get(messageId);
		if (!message) return undefined;
		if (participant === null) {
			return chatType(message.chat) === 'direct' ? advance(messageId, status, at) : undefined;
		}
		return message.chat === chat ? advanceInGroup(message, status, participant, at) : undefined;
	}

	return {
		set(messageId, status, at, error) {
			if (status === 'SENT') return setSent(messageId, at);
			store.db.transaction(() => append(advance(messageId, status, at, error)));
			onChange([messageId]);
		},
		onReceipts(receipts) {
			const changed = new Set<string>();
			store.db.lazily(() => {
				const happened = receipts.flatMap((receipt) =>
					receipt.messageIds.flatMap((messageId) => {
						const steps = advanceBy(receipt, messageId);
						if (steps) changed.add(messageId);
						return steps ?? [];
					}),
				);
				append(happened);
			});
			store.db.whenSaved(() => onChange([...changed]));
		},
	};
}

function isStatus({ chat }: MessageRecord): boolean {
	return chatType(chat) === 'status';
}
