import type { ChatLabelledEvent, EventChat, Label, LabelChangedEvent } from '../gateway/contract';
import { noticeEnvelope, type AccountInfo } from './events';

/** The same may be done to a label again and again: the time tells which one it was. */
export function labelChangedEvent(
	account: AccountInfo,
	at: number,
	change: LabelChangedEvent['change'],
	label: Label,
): LabelChangedEvent {
	return {
		event: 'label.changed',
		...noticeEnvelope(account, ['label', label.id, change, String(at)], at),
		change,
		label,
	};
}

export function chatLabelledEvent(
	{ account, chat, at }: { account: AccountInfo; chat: EventChat; at: number },
	what: Pick<ChatLabelledEvent, 'label' | 'labelled' | 'ofMessage'>,
): ChatLabelledEvent {
	const { label, labelled, ofMessage } = what;
	const done = labelled ? 'labelled' : 'unlabelled';
	const place = ofMessage === null ? [chat.id] : [chat.id, ofMessage];
	return {
		event: 'chat.labelled',
		...noticeEnvelope(account, [...place, label.id, done, String(at)], at),
		chat,
		...what,
	};
}
