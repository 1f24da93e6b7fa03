import type { proto } from '@whiskeysockets/baileys';
import { contentOf, innermost, type AnyContent } from '../wrappers';

/** That the messages of a chat disappear after so many seconds, 0 for never, and when that was set (ms). */
export interface EphemeralSetting {
	seconds: number;
	setAt: number;
}

/** `proto.Message.ProtocolMessage.Type` */
const EPHEMERAL_SETTING = 3;

/** What a message sets in a chat with one person; undefined where it sets nothing. `at`: when it was sent. */
export function ephemeralSettingIn(
	message: proto.IMessage,
	at: number,
): EphemeralSetting | undefined {
	const { protocolMessage } = innermost(message);
	if (protocolMessage?.type !== EPHEMERAL_SETTING) return undefined;
	const { ephemeralExpiration, ephemeralSettingTimestamp } = protocolMessage;
	return {
		seconds: ephemeralExpiration ?? 0,
		setAt: Number(ephemeralSettingTimestamp ?? 0) * 1000 || at,
	};
}

/** What a message says of its chat: whoever wrote it may know of a later setting than we do. */
export function ephemeralOf(message: proto.IMessage): EphemeralSetting | undefined {
	const { contextInfo } = (contentOf(innermost(message))?.body ?? {}) as AnyContent;
	const { expiration, ephemeralSettingTimestamp } = contextInfo ?? {};
	const setAt = Number(ephemeralSettingTimestamp ?? 0) * 1000;
	return expiration && setAt > 0 ? { seconds: expiration, setAt } : undefined;
}
