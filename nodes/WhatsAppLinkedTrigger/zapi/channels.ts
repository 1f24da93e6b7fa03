import type { ChannelAdminChangedEvent } from '../../../engine/gateway/contract';
import { personOf } from './address';
import { ofPlace } from './notifications';

/** What Z-API tells of channels: who became an admin, or is none any more. */
export function channelAdminCallback(event: ChannelAdminChangedEvent): object {
	const { by, change, admin } = event;
	const [notification, role] =
		change === 'promoted'
			? (['NEWSLETTER_ADMIN_PROMOTE', 'ADMIN'] as const)
			: (['NEWSLETTER_ADMIN_DEMOTE', 'SUBSCRIBER'] as const);
	return {
		isStatusReply: false,
		senderLid: by && by.lid,
		waitingMessage: false,
		isEdit: false,
		...ofPlace(event, notification, [personOf(admin), role]),
	};
}
