import type { proto } from '@whiskeysockets/baileys';
import { MAX_DEPTH } from '../limits';

/** Pictures inside messages, and what was quoted: heavy, and not needed to answer, forward or download. */
const HEAVY = new Set([
	'jpegThumbnail',
	'pngThumbnail',
	'thumbnail',
	'quotedMessage',
	'waveform',
	'scansSidecar',
	'firstScanSidecar',
	'streamingSidecar',
	'firstFrameSidecar',
	'inviteLinkParentGroupThumbnailV2',
	'senderKeyDistributionMessage',
]);

/** A message without what makes it heavy. */
export function forReference(message: proto.IMessage): proto.IMessage {
	return without(HEAVY, message) as proto.IMessage;
}

/**
 * A copy of plain values without the members of these names. Bytes and large numbers stay as they are. Throws where one is
 * in another more often than WhatsApp does it.
 */
export function without(names: ReadonlySet<string>, value: unknown, depth = 0): unknown {
	if (depth > MAX_DEPTH) throw new Error('The message is nested too deeply');
	if (Array.isArray(value)) return value.map((item) => without(names, item, depth + 1));
	if (!isPlain(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => !names.has(name))
			.map(([name, item]) => [name, without(names, item, depth + 1)]),
	);
}

/** Neither bytes nor a Long of protobuf.js. */
function isPlain(value: unknown): value is object {
	return (
		typeof value === 'object' &&
		value !== null &&
		!(value instanceof Uint8Array) &&
		!('unsigned' in value)
	);
}
