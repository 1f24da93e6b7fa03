import { writePost } from '../channel-posts';
import { stanza } from '../stanza';
import { IqError, type IqHandler, type IqHandlers } from './handler';

/** For how long somebody is told at once what becomes of posts. */
const LIVE_SECONDS = 300;

/** The newest posts of a channel, or those before one (whatsmeow, GetNewsletterMessages). */
const messages: IqHandler = ({ child }, { channels }) => {
	const { type, jid, count = '', before } = child.attrs;
	const channel = channels.find(jid);
	if (type !== 'jid' || !(Number(count) > 0)) throw new IqError(400, 'bad-request');
	if (!channel || channel.isDeleted) throw new IqError(404, 'item-not-found');
	const older = channel.posts.filter(({ serverId }) => !before || serverId < Number(before));
	return [stanza('messages', { jid }, older.slice(-Number(count)).map(writePost))];
};

const listen: IqHandler = ({ iq, device }, { channels, clock }) => {
	const channel = channels.find(iq.attrs.to);
	if (!channel || channel.isDeleted) throw new IqError(404, 'item-not-found');
	channel.listeners.set(device, clock.seconds() + LIVE_SECONDS);
	return [stanza('live_updates', { duration: String(LIVE_SECONDS) })];
};

/** Posts, which WhatsApp calls messages of newsletters inside. */
export const channelPosts: IqHandlers = {
	'get newsletter messages': messages,
	'set newsletter live_updates': listen,
};
