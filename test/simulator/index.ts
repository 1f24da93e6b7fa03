import type { BinaryNode } from '@whiskeysockets/baileys';
import { Calls } from './calls';
import { Channels } from './channels';
import { clockOver } from './clock';
import { ConnectionSet } from './connection';
import type { ContactOptions, VirtualContact } from './contact';
import { FaultBoard, type Faults } from './faults';
import { Groups } from './groups';
import { type Media, MediaHost } from './media';
import type { VirtualPhone } from './phone';
import { Population } from './population';
import { Registry } from './registry';
import { sendScript } from './script';
import { WhatsAppServer } from './server';
import type { AccountStatistics } from './statistics';
import type { Traffic } from './traffic';
import type { ChannelOptions, VirtualChannel } from './virtual-channel';
import type { CommunityOptions, VirtualCommunity } from './virtual-community';
import type { GroupOptions, VirtualGroup } from './virtual-group';

export { aggregatedReceipt, type ParticipantReceipt } from './aggregated-receipts';
export type { AppStateChange, NewAppStateChange } from './app-state-reader';
export type { CallOptions, VirtualCall } from './calls';
export type { Product } from './catalogue';
export type { PhoneChatChange } from './chat-settings';
export type { ContactOptions, MediaDetails, VirtualContact } from './contact';
export type { EventAnswer, EventDetails, GivenAnswer } from './events';
export type { Faults, MessageMatch, OutgoingMessage, StandingFault } from './faults';
export type { PastChat, PastMessage } from './history';
export type { Media, Transfer } from './media';
export type { MediaKind } from './media-crypto';
export type { ReceivedReceipt } from './main-device';
export type { SecretNames } from './message-secrets';
export type { SendOptions, SentMessage } from './message-sender';
export type { VirtualPhone } from './phone';
export type { PollOptions, Vote } from './polls';
export type { ReceivedMatch, ReceivedMessage } from './received';
export { type ReceiptDetails, receiptFor, unreadableStatus } from './script';
export type { AccountStatistics } from './statistics';
export type { Traffic, TrafficEntry } from './traffic';
export type { ChannelInvite, ChannelOptions, VirtualChannel } from './virtual-channel';
export type { CommunityOptions, VirtualCommunity } from './virtual-community';
export type { GroupOptions, VirtualGroup } from './virtual-group';
export type { SendTextOptions } from './writer';
export { verifySignature } from './xeddsa';

/** What a client must be told to talk to the simulator instead of WhatsApp. */
export interface Endpoint {
	/** WebSocket URL. */
	readonly url: string;
	/** The Noise root public key, 32 bytes in base64. */
	readonly trustedKey: string;
	/** PEM of the certificate of the media host. */
	readonly ca: string;
	/** Host and port of the media host. */
	readonly mediaHost: string;
}

/** A WhatsApp server in a box, with the people who use it. */
export interface Simulator {
	readonly endpoint: Endpoint;
	/** The phone of this number; the account is created when missing. */
	phone(number: string): VirtualPhone;
	/** Somebody with this number; the account is created when missing. */
	contact(number: string, options?: ContactOptions): Promise<VirtualContact>;
	/** Founds a group, from the phone of its owner. */
	group(options: GroupOptions): Promise<VirtualGroup>;
	/** Founds a community, from the phone of its owner. */
	community(options: CommunityOptions): Promise<VirtualCommunity>;
	/** A community that exists, e.g. one that a companion has founded. */
	findCommunity(id: string): VirtualCommunity;
	findChannel(id: string): VirtualChannel;
	/** Opens a channel, which its admins run. */
	channel(options: ChannelOptions): Promise<VirtualChannel>;
	/** The groups that a number is in. */
	groupsOf(number: string): VirtualGroup[];
	/** A group that exists, e.g. one that a companion has founded. */
	findGroup(id: string): VirtualGroup;
	/**
	 * Sends stanzas to the companions of a number as they are, stored and forwarded like all others; `t` is filled in
	 * where it is missing.
	 */
	script(number: string, ...stanzas: BinaryNode[]): void;
	readonly faults: Faults;
	readonly traffic: Traffic;
	/** The host of uploads and downloads. */
	readonly media: Media;
	/** The addresses that its servers were connected from, until a test clears them. */
	readonly origins: Set<string>;
	/** How many companions of this number are logged in now. */
	connections(number: string): number;
	/** What the companions of this number did so far. */
	statistics(number: string): Readonly<AccountStatistics>;
	/** Queries nobody could answer, by `type xmlns child`, with their number. */
	readonly unknownQueries: ReadonlyMap<string, number>;
	/** Errors inside the simulator that nobody waited for; a test may want that there are none. */
	readonly problems: readonly unknown[];
	/** Closes every socket, timer and wait. */
	close(): Promise<void>;
}

export interface SimulatorOptions {
	/** Port of the WebSocket; a free one by default. */
	readonly port?: number;
	/** Milliseconds since 1970; `Date.now` by default. */
	readonly now?: () => number;
}

/** Starts a WhatsApp of its own on loopback, empty of accounts. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const clock = clockOver(options.now ?? Date.now);
	const registry = new Registry(clock);
	const groups = new Groups();
	const calls = new Calls(clock);
	const connections = new ConnectionSet();
	const faults = new FaultBoard(
		connections,
		(number) => registry.holdCompanions(number),
		(number) => registry.find(number),
	);
	const origins = new Set<string>();
	const media = await MediaHost.start(faults, origins);
	const channels = new Channels(media);
	const problems: unknown[] = [];
	const report = (error: unknown) => void problems.push(error);
	const context = { calls, channels, clock, registry, groups, faults, report };
	const server = new WhatsAppServer({ ...context, connections, media, origins });
	await server.listen(options.port ?? 0);

	const people = new Population(context, server, media, channels);

	return {
		endpoint: {
			url: server.url,
			trustedKey: Buffer.from(server.rootKey).toString('base64'),
			ca: media.ca,
			mediaHost: media.host,
		},
		phone: (number) => people.phone(number),
		contact: (number, contactOptions) => people.contact(number, contactOptions),
		group: (groupOptions) => people.group(groupOptions),
		community: (communityOptions) => people.community(communityOptions),
		findCommunity: (id) => people.findCommunity(id),
		findChannel: (id) => people.findChannel(id),
		channel: (channelOptions) => people.channel(channelOptions),
		groupsOf: (number) => people.groupsOf(number),
		findGroup: (id) => people.findGroup(id),
		script: (number, ...stanzas) => sendScript(number, stanzas, context),
		faults,
		traffic: server.traffic,
		media,
		origins,
		connections: (number) =>
			connections.of(number).filter((connection) => connection.device?.queue.connected).length,
		statistics: (number) => server.statistics.of(number),
		unknownQueries: server.desk.unknownQueries,
		problems,
		close: async () => {
			faults.clear();
			people.close();
			groups.close();
			channels.close();
			await Promise.all([server.close(), media.close()]);
		},
	};
}
