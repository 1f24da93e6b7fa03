import type { Label } from '../commands/label';
import type { EventChat, EventEnvelope } from './envelope';

/** A label of WhatsApp Business was made, changed or deleted: not by n8n. */
export interface LabelChangedEvent extends EventEnvelope {
	event: 'label.changed';
	change: 'created' | 'updated' | 'deleted';
	/** As it is now; of one that was deleted as it was. */
	label: Label;
}

/** A chat, or a message in it, was given a label, or it was taken away: not by n8n. */
export interface ChatLabelledEvent extends EventEnvelope {
	event: 'chat.labelled';
	chat: EventChat;
	/** Null where WhatsApp has not told the name yet. */
	label: Pick<Label, 'id'> & { name: string | null };
	/** False: it was taken away. */
	labelled: boolean;
	/** The ID of the message that it is a label of; null: of the chat. */
	ofMessage: string | null;
}
