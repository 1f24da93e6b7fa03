import { groupChat, personOf, type WhoIsWho } from '../contacts/people';
import { isSamePerson, noticeEnvelope, type AccountInfo } from '../content/events';
import type {
	ChannelAdminChangedEvent,
	ChannelChangedEvent,
	PostReactionsEvent,
} from '../gateway/contract';
import type { ChannelNotice } from '../whatsapp/index';

/** Turns what WhatsApp tells of channels into events. */
export function createChannelEventMapper({
	info,
	...who
}: WhoIsWho & { info(): AccountInfo }): (
	notice: ChannelNotice,
) => ChannelAdminChangedEvent | ChannelChangedEvent | PostReactionsEvent {
	return (notice) => {
		const { id, channel, at } = notice;
		const account = info();
		const what = whatOf(notice);
		const head = {
			...noticeEnvelope(account, [channel, id, what], at),
			chat: groupChat(who, channel),
			by: notice.by && personOf(who, notice.by),
		};
		if (notice.type === 'channelChange') {
			return { event: 'channel.changed', ...head, ...notice.change };
		}
		if (notice.type === 'postReactions') {
			const { messageId, serverId, views, reactions } = notice;
			return { event: 'channel.postReactions', ...head, messageId, serverId, views, reactions };
		}
		const admin = personOf(who, notice.admin);
		const { change } = notice;
		const isMe = isSamePerson(admin, account);
		return { event: 'channel.adminChanged', ...head, change, admin, isMe };
	};
}

/** What tells it from others of the same stanza. */
function whatOf(notice: ChannelNotice): string {
	if (notice.type === 'postReactions') return notice.serverId;
	return notice.type === 'channelAdmin' ? notice.change : notice.change.change;
}
