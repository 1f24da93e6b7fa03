import type { ChannelAdminChangedEvent } from '../../../engine/gateway/contract';
import { personOf, phoneOf } from './address';
import { notified, received } from './notifications';

/** What Z-API tells of channels: who became an admin, or is none any more. */
export function channelAdminCallback(event: ChannelAdminChangedEvent): object {
	const { eventId, account, chat, by, change, admin } = event;
	const [notification, role] =
		change === 'promoted'
			? ['NEWSLETTER_ADMIN_PROMOTE', 'ADMIN']
			: ['NEWSLETTER_ADMIN_DEMOTE', 'SUBSCRIBER'];
	return {
		isStatusReply: false,
		chatLid: null,
		senderLid: by && by.lid,
		waitingMessage: false,
		isEdit: false,
		isGroup: false,
		isNewsletter: true,
		instanceId: account.id,
		messageId: eventId,
		phone: phoneOf(chat),
		connectedPhone: account.phone,
		fromMe: by !== null && personOf(by) === personOf(account),
		...received(event, chat.name, by?.name ?? null),
		participantPhone: by && personOf(by),
		participantLid: by && by.lid,
		...notified(notification),
		notificationParameters: [personOf(admin), role],
		callId: null,
		code: null,
	};
}
