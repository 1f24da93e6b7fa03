import { proto } from '@whiskeysockets/baileys';
import { createHash, randomBytes } from 'node:crypto';
import { type KnownMessage, keyOf } from './known-message';
import type { MainDevice } from './main-device';
import { pollIn } from './message-form';
import { openFrom, sealFor, type SecretNames } from './message-secrets';

export interface PollOptions {
	/** How many answers one may choose: 1 by default, 0 for any number. */
	readonly selectableCount?: number;
	/** For the announcement group of a community. */
	readonly announcement?: boolean;
}

/** What somebody has voted for. */
export interface Vote {
	/** The voter's number. */
	readonly voter: string;
	/** The names of the options; none when the vote was taken back. */
	readonly options: string[];
	/** By which of their names creator and voter went into the key. */
	readonly names: SecretNames;
}

/** A new poll, with a secret of its own. */
export function newPoll(
	question: string,
	options: readonly string[],
	{ selectableCount = 1, announcement = false }: PollOptions = {},
): proto.IMessage {
	const poll = {
		name: question,
		options: options.map((optionName) => ({ optionName })),
		selectableOptionsCount: selectableCount,
	};
	const messageContextInfo = { messageSecret: randomBytes(32) };
	// Which field it is in is what rc14 does as well (messages.js).
	if (announcement) return { pollCreationMessageV2: poll, messageContextInfo };
	if (selectableCount === 1) return { pollCreationMessageV3: poll, messageContextInfo };
	return { pollCreationMessage: poll, messageContextInfo };
}

/** A vote of a device's account: for these options and no longer for others. */
export function newVote(
	device: MainDevice,
	poll: KnownMessage,
	options: readonly string[],
	names?: Partial<SecretNames>,
): proto.IMessage {
	const known = optionsOf(poll);
	for (const option of options) {
		if (!known.includes(option)) throw new Error(`The poll ${poll.id} has no option ${option}`);
	}
	const { PollVoteMessage } = proto.Message;
	const selected = PollVoteMessage.create({ selectedOptions: options.map(hashOf) });
	const vote = PollVoteMessage.encode(selected).finish();
	const { account, registry, clock } = device;
	return {
		pollUpdateMessage: {
			pollCreationMessageKey: keyOf(poll),
			vote: sealFor(poll, account, 'Poll Vote', vote, registry, names),
			senderTimestampMs: clock.now(),
		},
	};
}

/** The votes others have sent, the last of each. Throws when one cannot be opened. */
export function votesFor(device: MainDevice, poll: KnownMessage): Vote[] {
	const votes = new Map<string, Vote>();
	for (const { from, message } of device.everyReceived) {
		const update = message.pollUpdateMessage;
		const voter = device.registry.find(from);
		if (!voter || update?.pollCreationMessageKey?.id !== poll.id) continue;
		const opened = openFrom(poll, voter, 'Poll Vote', update.vote, device.registry);
		const { selectedOptions } = proto.Message.PollVoteMessage.decode(opened.plaintext);
		votes.set(from, {
			voter: from,
			options: selectedOptions.map((hash) => nameOf(hash, poll)),
			names: opened.names,
		});
	}
	return [...votes.values()];
}

function optionsOf({ id, message }: KnownMessage): string[] {
	const poll = pollIn(message);
	if (!poll) throw new Error(`Message ${id} is no poll`);
	return (poll.options ?? []).map(({ optionName }) => optionName ?? '');
}

function nameOf(hash: Uint8Array, poll: KnownMessage): string {
	const name = optionsOf(poll).find((option) => hashOf(option).equals(hash));
	if (name === undefined) throw new Error(`A vote for what is no option of ${poll.id}`);
	return name;
}

/** A vote names options by hash. */
function hashOf(option: string): Buffer {
	return createHash('sha256').update(option).digest();
}
