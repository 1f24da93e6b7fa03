import type { proto } from '@whiskeysockets/baileys';
import type { EventCancelContent, EventEditContent } from '../../gateway/contract';
import { checkEvent, event, eventMessage } from './event';
import { eventIn, requireOwnEvent } from './event-target';
import { firstLine } from './first-line';
import type { BuildContext, CheckContext, Kind, WireMessage } from './kind';
import { groupUsesLids, secretKey } from './secret';
import { contentGone, keyOf } from './target';

/** `SecretEncryptedMessage.SecretEncType` */
const EVENT_EDIT = 1;

/** What both need to know of the group. */
interface Found {
	usesLids: boolean;
	callLink: string | undefined;
}

/** Says the whole event anew. */
export const eventEdit: Kind<EventEditContent, Found> = {
	check(content, context) {
		checkEvent(content.event);
		requireOwnEvent(context, 'edited');
	},
	summary: (content) => firstLine(`Edit event: ${content.event.name}`),
	lookUp: async (content, whatsApp, chat) => ({
		usesLids: await groupUsesLids(content, whatsApp, chat),
		callLink: await event.lookUp?.({ type: 'event', event: content.event }, whatsApp, chat),
	}),
	build: (content, { found: { usesLids, callLink }, ...context }) =>
		edit(eventMessage(content.event, callLink), { ...context, found: usesLids }),
	outcome: (content, { found: { callLink } }) => ({
		eventMessage: eventMessage(content.event, callLink),
	}),
};

/** Says the event as it was, and that it is cancelled. */
export const eventCancel: Kind<EventCancelContent, boolean> = {
	check(_content, context) {
		requireOwnEvent(context, 'canceled');
	},
	summary: ({ target }) => `Cancel event ${target.messageId}`,
	lookUp: groupUsesLids,
	build: (_content, context) => edit(canceled(context), context),
	outcome: (_content, context) => ({ eventMessage: canceled(context) }),
};

function canceled(context: CheckContext): proto.Message.IEventMessage {
	const target = context.target();
	const known = eventIn(target);
	if (!known) throw contentGone(target, 'canceled');
	return { ...known, isCanceled: true };
}

function edit(edited: proto.Message.IEventMessage, context: BuildContext<boolean>): WireMessage {
	const target = context.target();
	return {
		secretEncryptedMessage: {
			targetMessageKey: keyOf(target, context.chat),
			secretEncType: EVENT_EDIT,
			...context.seal.eventEdit(secretKey(target, context, 'edited'), edited),
		},
	};
}
