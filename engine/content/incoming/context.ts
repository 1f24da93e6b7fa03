import type { proto } from '@whiskeysockets/baileys';
import type { AdReferral, MessageContext, QuotedMessage } from '../../gateway/contract';
import { STATUS } from '../jid';
import { contentOf, innermost, type AnyContent } from '../wrappers';
import { parentOf } from './association';
import type { Read, ReadContext } from './reader';
import { amount, atMost, words } from './values';

/** What stands in the context of every kind of message. `read` says what a quoted message says. */
export function contextOf(
	message: proto.IMessage,
	context: ReadContext,
	read: (message: proto.IMessage) => Read | undefined,
): MessageContext {
	const body = contentOf(innermost(message))?.body as AnyContent | string | undefined;
	const fields = typeof body === 'object' ? body : {};
	const info = fields.contextInfo ?? answeredBy(message);
	const forwardingScore = info.forwardingScore ?? 0;
	const quoted = quotedIn(info, context, read);
	const mentions = atMost(info.mentionedJid)
		.map(context.person)
		.filter(({ phone, lid }) => phone !== null || lid !== null);
	const mentionsEveryone = (info.nonJidMentions ?? 0) > 0;
	return {
		replyTo: words(info.stanzaId),
		repliesToMe: quoted?.fromMe ?? false,
		quoted,
		mentions,
		mentionsMe: mentionsEveryone || mentions.some(context.isMe),
		mentionsEveryone,
		forwarded: info.isForwarded === true || forwardingScore > 0,
		forwardingScore,
		expiresAfterSeconds: amount(info.expiration),
		// Not the envelope of that name: messages with buttons come in it, too.
		viewOnce: fields.viewOnce === true,
		isStatusReply: info.remoteJid === STATUS,
		parent: parentOf(message),
		ad: info.externalAdReply ? adOf(info.externalAdReply) : null,
	};
}

/** A comment names what it is about beside its words. */
function answeredBy({ commentMessage }: proto.IMessage): proto.IContextInfo {
	const { id, participant } = commentMessage?.targetMessageKey ?? {};
	return { stanzaId: id, participant };
}

function quotedIn(
	{ stanzaId, participant, quotedMessage }: proto.IContextInfo,
	context: ReadContext,
	read: (message: proto.IMessage) => Read | undefined,
): QuotedMessage | null {
	if (!stanzaId) return null;
	const said: Read = (quotedMessage && read(quotedMessage)) || UNREADABLE;
	const { type, text, media } = said;
	return {
		...context.target({ id: stanzaId, participant }),
		type,
		text,
		...(media && { media }),
	};
}

const UNREADABLE = { type: 'unknown', text: null } as const;

function adOf(ad: proto.ContextInfo.IExternalAdReplyInfo): AdReferral {
	return {
		title: words(ad.title),
		body: words(ad.body),
		mediaType: ad.mediaType ?? 0,
		thumbnailUrl: words(ad.thumbnailUrl),
		sourceType: words(ad.sourceType),
		sourceId: words(ad.sourceId),
		sourceUrl: words(ad.sourceUrl),
		ctwaClid: words(ad.ctwaClid),
		containsAutoReply: ad.containsAutoReply === true,
		renderLargerThumbnail: ad.renderLargerThumbnail === true,
		showAdAttribution: ad.showAdAttribution === true,
	};
}
