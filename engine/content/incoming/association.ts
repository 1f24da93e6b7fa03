import type { proto } from '@whiskeysockets/baileys';
import type { IncomingParent } from '../../gateway/contract';
import { innermost } from '../wrappers';

/** `proto.MessageAssociation.AssociationType` */
const PARENTS: Readonly<Record<number, IncomingParent['kind']>> = {
	1: 'album',
	3: 'event',
	7: 'poll',
};

/**
 * Of the same enumeration: HD_VIDEO_DUAL_UPLOAD, HD_IMAGE_DUAL_UPLOAD, MOTION_PHOTO and HEVC_VIDEO_DUAL_UPLOAD. The file
 * of a message that came before, once more.
 */
const VERSIONS: ReadonlySet<number> = new Set([5, 10, 12, 19]);

/** The message that one belongs to. */
export function parentOf(message: proto.IMessage): IncomingParent | null {
	const { associationType, parentMessageKey } = associationIn(message) ?? {};
	const kind = PARENTS[associationType ?? 0];
	return kind && parentMessageKey?.id ? { messageId: parentMessageKey.id, kind } : null;
}

/** Whether a message only brings the file of another one in a better quality, or as it moves. */
export function isVersion(message: proto.IMessage): boolean {
	return VERSIONS.has(associationIn(message)?.associationType ?? 0);
}

/** It may stand inside or outside of the envelope. */
function associationIn(message: proto.IMessage) {
	const inside = innermost(message).messageContextInfo?.messageAssociation;
	return inside ?? message.messageContextInfo?.messageAssociation;
}
