import type { proto } from '@whiskeysockets/baileys';
import type { IncomingParent } from '../../gateway/contract';
import { innermost } from '../wrappers';

/**
 * `proto.MessageAssociation.AssociationType`. Of 5 to 19 the phone shows the file in the place of the one that came before:
 * in a better quality (HD_VIDEO_DUAL_UPLOAD, HD_IMAGE_DUAL_UPLOAD, HEVC_VIDEO_DUAL_UPLOAD), or as it moves (MOTION_PHOTO).
 */
const KINDS: Readonly<Record<number, IncomingParent['kind']>> = {
	1: 'album',
	3: 'event',
	5: 'hdVideo',
	7: 'poll',
	10: 'hdImage',
	12: 'motionPhoto',
	19: 'hevcVideo',
};

/** The message that one belongs to. */
export function parentOf(message: proto.IMessage): IncomingParent | null {
	const { associationType, parentMessageKey } = associationIn(message) ?? {};
	const kind = KINDS[associationType ?? 0];
	return kind ? { messageId: parentMessageKey?.id || null, kind } : null;
}

/** It may stand inside or outside of the envelope. */
function associationIn(message: proto.IMessage) {
	const inside = innermost(message).messageContextInfo?.messageAssociation;
	return inside ?? message.messageContextInfo?.messageAssociation;
}
