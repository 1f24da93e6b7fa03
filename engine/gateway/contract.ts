/** The contract between n8n's side and the engine, in one place to import from. */
export * from './answers';
export * from './care';
export * from './commands/index';
export type { CommandKind } from './commands/command';
export * from './commands/business';
export type { ActionDone } from './commands/message';
export * from './commands/call';
export type {
	Chat,
	ChatActivity,
	ChatEntry,
	ChatMessage,
	ChatSearch,
	MuteTime,
} from './commands/chat';
export * from './commands/channel';
export * from './commands/collection';
export * from './commands/community';
export * from './commands/contact';
export type { ConversationState } from './commands/conversation';
export * from './commands/group';
export * from './commands/order';
export * from './commands/label';
export * from './commands/picture';
export * from './commands/privacy';
export * from './commands/product';
export * from './commands/profile';
export type { CampaignStatistics, QueuedMessage, QueuePause } from './commands/queue';
export * from './content';
export * from './errors';
export * from './events/index';
export * from './fleet';
export * from './gateway';
export * from './incoming';
export * from './log';
export * from './media';
export * from './messages';
export * from './order';
export * from './questions';
export * from './session';
export type { StatusViewer } from './commands/status';
