import type { Account } from '../../account/account';
import { channelIdIn } from '../../content/jid';
import { channelCodeIn } from '../../content/invite-link';
import { EngineError, type CommandName } from '../../gateway/contract';
import { isRun, type ChannelFacts } from '../../whatsapp/index';
import { callOf, online, type Call } from '../online';
import { notOurs, notOwned, refusedToChange, refusedToRead } from './refusals';

const GAP_MS = 300;

/** By its ID, or by its invite link. */
export async function findChannel(account: Account, given: string): Promise<string> {
	return channelIdIn(given) ?? (await factsOf(account, given)).id;
}

/** As WhatsApp tells of it now. */
export async function factsOf(account: Account, given: string): Promise<ChannelFacts> {
	const jid = channelIdIn(given);
	const invite = channelCodeIn(given);
	const key = jid ? { jid } : invite ? { invite } : undefined;
	if (!key) throw noChannel(given);
	const refusal = (code: number) => refusedToRead(jid ?? given.trim(), code);
	const call = callOf('channel.get', { gapMs: GAP_MS, refusal });
	return await online(account, call, ({ channels }) => channels.get(key));
}

/** A channel that the number runs: WhatsApp's refusals of others are not told apart from those of people. Error: NOT_ALLOWED. */
export async function runChannel(account: Account, given: string): Promise<ChannelFacts> {
	const facts = await factsOf(account, given);
	if (!isRun(facts)) throw notOurs(facts.id);
	return facts;
}

/** One that it owns. Error: NOT_ALLOWED. */
export async function ownedChannel(account: Account, given: string): Promise<ChannelFacts> {
	const facts = await runChannel(account, given);
	if (facts.role !== 'owner') throw notOwned(facts.id);
	return facts;
}

/** The call by which something is done to a channel. `refusals`: what a number means to this one alone. */
export function changeCall(
	command: CommandName,
	id: string,
	refusals: Readonly<Record<number, EngineError>> = {},
): Call {
	return callOf(command, {
		gapMs: 1_000,
		refusal: (code) => refusals[code] ?? refusedToChange(id, code),
	});
}

function noChannel(given: string): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		given.trim()
			? `"${given.trim().slice(0, 100)}" is neither the ID nor the invite link of a channel.`
			: 'No channel is given.',
		'Choose the channel from the list, or use its ID, which ends in @newsletter, or its link, which starts with https://whatsapp.com/channel/.',
	);
}
