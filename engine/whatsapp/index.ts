/** The only folder that knows Baileys. The rest of the engine sees what is exported here. */
export { createLidMapping, type LidMapping } from './lid-mapping';
export { createAuth, type Auth } from './auth';
export type { ContactNames, Contacts, FoundNumber, KnownPerson } from './contacts';
export type { BusinessEdit } from './business-profile';
export type { CallName, CallOffer, CallOutcome, CallStep } from './calls';
export {
	ALWAYS,
	type ChatAction,
	type ChatNote,
	type LastMessage,
	type ToldChatAction,
} from './chat-actions';
export {
	PhoneSilent,
	type ChatFacts,
	type Ephemeral,
	type HistoryChat,
	type OlderMessages,
} from './history';
export type { LabelChange, LabelFacts, ToldLabel } from './labels';
export { takeOverDownloads } from './downloads';
export { DEFAULT_DEVICE_NAME } from './device-name';
export type { DisconnectReason } from './disconnect-reason';
export type { JournaledStanza, PlaintextJournal } from './journal';
export { broadcastRecipientsIn } from './broadcast-recipients';
export { awaitedIn, fromJournal, isOpened } from './journaling';
export type { MediaConnection } from './media-connection';
export { NoDevices } from './devices';
export { downloadHost, isMediaHost, useEndpoint } from './endpoint';
export { createConnectionMemory } from './connection-memory';
export { isRun, type ChannelFacts } from './channel-facts';
export type { ChannelNotice } from './channel-notifications';
export type { PostFacts } from './channel-history';
export type { PostName } from './channel-posts';
export type { CollectionChange } from './collections';
export type { CartFacts } from './carts';
export type { CommunityFacts, LinkAnswer } from './communities';
export type { GroupName } from './group-cache';
export type { MemberRole } from './group-members';
export type { GroupNotice } from './group-notifications';
export type { ContactNotice, VerifiedName } from './contact-notifications';
export type { NewChatCap } from './new-chat-cap';
export type { Notice } from './notices';
export type { PresenceUpdate } from './presence-updates';
export type { ProductDraft, ProductFacts } from './product-node';
export type { GroupFacts, MemberAddress } from './group-facts';
export type { Addition, MemberAnswer, MembershipRequest } from './group-participants';
export { hashOf } from './verified-names';
export { useFastCryptography } from './libsignal';
export {
	decodeContent,
	encodeContent,
	parseIncoming,
	rawContent,
	type IncomingMessage,
} from './incoming';
export {
	openEventAnswer,
	openMessage,
	openPollVote,
	openReaction,
	seal,
	type AddonNames,
} from './secrets';
export { PairingCodeRefused } from './pairing';
export { restoreSignatureCheck } from './signatures';
export { connect, type Connect, type SocketOptions, type WhatsAppSocket } from './socket';
export type { MessageAck, OwnRead, Receipt } from './stanzas';
export {
	isAboutLife,
	type LifeEvent,
	type OpenedMessage,
	type Standing,
	type WhatsAppEvent,
} from './whatsapp-event';
export { askVersion, createVersions, type AskVersion } from './version';
export { newCallId, type RingStep } from './rings';
export { isTransient, refusalCode, QueryTimeout } from './query-errors';
