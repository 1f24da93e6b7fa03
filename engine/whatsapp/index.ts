/** The only folder that knows Baileys. The rest of the engine sees what is exported here. */
export { createLidMapping } from './lid-mapping';
export { createAuth, type Auth } from './auth';
export { limitDownloads } from './downloads';
export type { DisconnectReason } from './disconnect-reason';
export { fromJournal, isOpened } from './journaling';
export { NoDevices } from './devices';
export { downloadHost, isMediaHost, useEndpoint } from './endpoint';
export { createGroupCache } from './group-cache';
export type { Addition, GroupFacts, MemberAddress } from './groups';
export { useFastCryptography } from './libsignal';
export {
	decodeContent,
	encodeContent,
	parseIncoming,
	rawContent,
	type IncomingMessage,
} from './incoming';
export { createKeyless } from './keyless';
export { openEventAnswer, openMessage, openPollVote, openReaction, seal } from './secrets';
export { createRetryLimits } from './retry-limits';
export { restoreSignatureCheck } from './signatures';
export {
	connect,
	PairingCodeRefused,
	type Connect,
	type MemberRole,
	type SocketOptions,
	type WhatsAppSocket,
} from './socket';
export type { Receipt } from './stanzas';
export {
	isAboutLife,
	type LifeEvent,
	type OpenedMessage,
	type Standing,
	type WhatsAppEvent,
} from './whatsapp-event';
export { askVersion, createVersions, type AskVersion } from './version';
export { isUnanswered, refusalCode, Unanswered } from './unanswered';
