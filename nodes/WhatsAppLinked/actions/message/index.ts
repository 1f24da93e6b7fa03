import type { Operation } from '../operation';
import { answerEvent } from './answerEvent.operation';
import { cancelEvent } from './cancelEvent.operation';
import { deleteMessage } from './delete.operation';
import { downloadMedia } from './downloadMedia.operation';
import { editCaption } from './editCaption.operation';
import { editEvent } from './editEvent.operation';
import { editText } from './editText.operation';
import { forward } from './forward.operation';
import { getStatus } from './getStatus.operation';
import { markAsRead } from './markAsRead.operation';
import { pin } from './pin.operation';
import { react } from './react.operation';
import { removeReaction } from './removeReaction.operation';
import { sendAlbum } from './sendAlbum.operation';
import { sendAndWait } from './sendAndWait.operation';
import { sendAudio } from './sendAudio.operation';
import { sendButtons } from './sendButtons.operation';
import { sendCarousel } from './sendCarousel.operation';
import { sendCatalog } from './sendCatalog.operation';
import { sendChannelInvite } from './sendChannelInvite.operation';
import { sendContact } from './sendContact.operation';
import { sendDocument } from './sendDocument.operation';
import { sendEvent } from './sendEvent.operation';
import { sendGif } from './sendGif.operation';
import { sendImage } from './sendImage.operation';
import { sendLink } from './sendLink.operation';
import { sendList } from './sendList.operation';
import { sendLocation } from './sendLocation.operation';
import { sendPix } from './sendPix.operation';
import { sendPoll } from './sendPoll.operation';
import { sendProduct } from './sendProduct.operation';
import { sendSticker } from './sendSticker.operation';
import { sendText } from './sendText.operation';
import { sendVideo } from './sendVideo.operation';
import { sendVideoNote } from './sendVideoNote.operation';
import { star } from './star.operation';
import { unpin } from './unpin.operation';
import { unstar } from './unstar.operation';
import { votePoll } from './votePoll.operation';

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
	sendAlbum,
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
	// With its answer.
	sendAndWait,
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
