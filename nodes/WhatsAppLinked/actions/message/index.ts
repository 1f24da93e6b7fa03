import type { Operation } from '../operation';
import * as answerEvent from './answerEvent.operation';
import * as cancelEvent from './cancelEvent.operation';
import * as deleteMessage from './delete.operation';
import * as downloadMedia from './downloadMedia.operation';
import * as editCaption from './editCaption.operation';
import * as editEvent from './editEvent.operation';
import * as editText from './editText.operation';
import * as forward from './forward.operation';
import * as getStatus from './getStatus.operation';
import * as markAsRead from './markAsRead.operation';
import * as pin from './pin.operation';
import * as react from './react.operation';
import * as removeReaction from './removeReaction.operation';
import * as sendAudio from './sendAudio.operation';
import * as sendButtons from './sendButtons.operation';
import * as sendCarousel from './sendCarousel.operation';
import * as sendCatalog from './sendCatalog.operation';
import * as sendChannelInvite from './sendChannelInvite.operation';
import * as sendContact from './sendContact.operation';
import * as sendDocument from './sendDocument.operation';
import * as sendEvent from './sendEvent.operation';
import * as sendGif from './sendGif.operation';
import * as sendImage from './sendImage.operation';
import * as sendLink from './sendLink.operation';
import * as sendList from './sendList.operation';
import * as sendLocation from './sendLocation.operation';
import * as sendPix from './sendPix.operation';
import * as sendPoll from './sendPoll.operation';
import * as sendProduct from './sendProduct.operation';
import * as sendSticker from './sendSticker.operation';
import * as sendText from './sendText.operation';
import * as sendVideo from './sendVideo.operation';
import * as sendVideoNote from './sendVideoNote.operation';
import * as star from './star.operation';
import * as unpin from './unpin.operation';
import * as unstar from './unstar.operation';
import * as votePoll from './votePoll.operation';

/** As n8n's list of actions shows them: what most people look for first, and what belongs together side by side. */
export const operations: Readonly<Record<string, Operation>> = {
	// New messages, the common ones first.
	sendText,
	sendImage,
	sendDocument,
	sendAudio,
	sendVideo,
	sendVideoNote,
	sendGif,
	sendSticker,
	sendLocation,
	sendContact,
	sendLink,
	sendPoll,
	sendEvent,
	sendButtons,
	sendList,
	sendCarousel,
	sendProduct,
	sendCatalog,
	sendPix,
	sendChannelInvite,
	// Answers to a message.
	react,
	removeReaction,
	votePoll,
	answerEvent,
	forward,
	// Changes to a message.
	editText,
	editCaption,
	editEvent,
	cancelEvent,
	delete: deleteMessage,
	pin,
	unpin,
	star,
	unstar,
	// What became of a message.
	markAsRead,
	getStatus,
	downloadMedia,
};
