import type { ChannelAdminChangedEvent } from '../../../../engine/gateway/contract';
import { EVENTS, zapiBody } from '../../../../nodes/WhatsAppLinkedTrigger/events';

const { sample } = EVENTS['channel.adminChanged'];
const besides = { ids: [], fileError: null };

it.each([
	['promoted', 'NEWSLETTER_ADMIN_PROMOTE', 'ADMIN'],
	['demoted', 'NEWSLETTER_ADMIN_DEMOTE', 'SUBSCRIBER'],
] as const)(
	'tells as Z-API does that an admin of a channel was %s',
	(change, notification, role) => {
		const event: ChannelAdminChangedEvent = { ...sample, change };
		expect(zapiBody(event, besides)).toMatchObject({
			...{ type: 'ReceivedCallback', isNewsletter: true, isGroup: false },
			phone: sample.chat.id,
			notification,
			notificationParameters: [sample.admin.phone, role],
		});
	},
);

it('tells posts as messages of a channel', () => {
	const post = EVENTS['channel.posted'].sample;
	expect(zapiBody(post, besides)).toMatchObject({
		...{ type: 'ReceivedCallback', isNewsletter: true, phone: post.chat.id },
		text: { message: post.text },
	});
});
