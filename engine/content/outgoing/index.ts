import type { ContentOf, ContentType, MessageContent } from '../../gateway/contract';
import { album } from './album';
import { audio } from './audio';
import { buttons } from './buttons';
import { carousel } from './carousel';
import { catalog } from './catalog';
import { channelInvite } from './channel-invite';
import { postDelete, postEdit, postReaction } from './channel-post';
import { contacts } from './contacts';
import { deleteForEveryone } from './delete';
import { document } from './document';
import { ephemeral } from './ephemeral';
import { editCaption } from './edit-caption';
import { editText } from './edit-text';
import { event } from './event';
import { eventAnswer } from './event-answer';
import { eventCancel, eventEdit } from './event-edit';
import { forward } from './forward';
import { gif } from './gif';
import { groupInvite } from './group-invite';
import { image } from './image';
import type { Kind } from './kind';
import { link } from './link';
import { list } from './list';
import { location } from './location';
import { order } from './order';
import { orderPayment, orderStatus } from './order-update';
import { pin } from './pin';
import { pix } from './pix';
import { poll } from './poll';
import { pollVote } from './poll-vote';
import { product } from './product';
import { reaction } from './reaction';
import { statusText } from './status-text';
import { sticker } from './sticker';
import { text } from './text';
import { video } from './video';
import { videoNote } from './video-note';

export { withContextInfo } from './context';
export { withSecret, withoutSecret } from './message-secret';
export { checkPlace } from './channel-post';
export { withFullNumbers } from './full-numbers';
export { withRealNames } from './mentions';
export { checkQuoted, contentGone, keyOf } from './target';
export type {
	BuildContext,
	ChannelInvitation,
	CheckContext,
	FoundPost,
	Kind,
	LookUps,
	Product,
	Seal,
	SecretKey,
	Target,
	UploadedFile,
	WireMessage,
} from './kind';

/** Every kind of message that can be sent. */
const kinds: { readonly [T in ContentType]: Kind<ContentOf<T>, unknown> } = {
	album,
	audio,
	buttons,
	carousel,
	catalog,
	channelInvite,
	contacts,
	delete: deleteForEveryone,
	document,
	editCaption,
	editText,
	ephemeral,
	event,
	eventAnswer,
	eventCancel,
	eventEdit,
	forward,
	gif,
	groupInvite,
	image,
	link,
	list,
	location,
	order,
	orderPayment,
	orderStatus,
	pin,
	pix,
	poll,
	pollVote,
	postDelete,
	postEdit,
	postReaction,
	product,
	reaction,
	statusText,
	sticker,
	text,
	video,
	videoNote,
};

/** The table pairs each type with its own kind; TypeScript cannot follow that through a union. */
export function kindOf(content: MessageContent): Kind<MessageContent, unknown> {
	return kinds[content.type] as unknown as Kind<MessageContent, unknown>;
}

/** The files that have to be with WhatsApp before a message is. */
export function uploadsOf(content: MessageContent): readonly string[] {
	const kind = kindOf(content);
	return kind.hasOnlyThumbnails?.(content) ? [] : (kind.files?.(content) ?? []);
}
