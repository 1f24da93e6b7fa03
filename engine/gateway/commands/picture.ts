import { idempotent } from './command';
import type { GroupKind } from './group';

export interface ChangedPicture {
	/** Whose picture it is: the chat ID of the linked number, or of the group. */
	chat: string;
	/** WhatsApp's ID of the picture; null: there is none now. */
	pictureId: string | null;
}

/**
 * Of a group by its ID or subject; of the linked number itself where `group` is null. They need the connection. Errors:
 * DISCONNECTED, RATE_LIMITED, INVALID_RECIPIENT where it is no group, NOT_ALLOWED.
 */
export const pictureCommands = {
	/**
	 * Sets what `storeMedia` has made of a file of the kind `picture`. `kind`: what the group has to be. Errors:
	 * MEDIA_UNREACHABLE, UNSUPPORTED_MEDIA.
	 */
	'picture.set': idempotent<
		{ group: string | null; kind?: GroupKind; mediaId: string },
		ChangedPicture
	>(),
	'picture.remove': idempotent<{ group: string | null }, ChangedPicture>(),
};
