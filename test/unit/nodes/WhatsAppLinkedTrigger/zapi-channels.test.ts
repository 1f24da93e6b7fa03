import type { ChannelAdminChangedEvent, EngineEvent } from '../../../../engine/gateway/contract';
import { EVENTS } from '../../../../nodes/WhatsAppLinkedTrigger/events';
import { itemsFrom } from '../../../../nodes/WhatsAppLinkedTrigger/items';

const { sample } = EVENTS['channel.adminChanged'];
const body = (event: EngineEvent) => itemsFrom([{ event }], 'zapi')[0]?.json;

it.each([
	['promoted', 'NEWSLETTER_ADMIN_PROMOTE', 'ADMIN'],
	['demoted', 'NEWSLETTER_ADMIN_DEMOTE', 'SUBSCRIBER'],
] as const)(
	'tells as Z-API does that an admin of a channel was %s',
	(change, notification, role) => {
		const event: ChannelAdminChangedEvent = { ...sample, change };
		expect(body(event)).toMatchObject({
			...{ type: 'ReceivedCallback', isNewsletter: true, isGroup: false },
			phone: sample.chat.id,
			notification,
			notificationParameters: [sample.admin.phone, role],
		});
	},
);

it('tells posts as messages of a channel', () => {
	const post = EVENTS['channel.posted'].sample;
	expect(body(post)).toMatchObject({
		...{ type: 'ReceivedCallback', isNewsletter: true, phone: post.chat.id },
		text: { message: post.text },
	});
});
