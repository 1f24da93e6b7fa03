import type { Account } from '../../account/account';
import { channelLinkOf } from '../../content/invite-link';
import { toIso } from '../../content/iso-time';
import { EngineError, type Channel, type Commands } from '../../gateway/contract';
import { isRun, type ChannelFacts } from '../../whatsapp/index';
import { callOf, online } from '../online';
import { factsOf } from './find-channel';

export async function get(
	account: Account,
	{ channel }: Commands['channel.get']['input'],
): Promise<Channel> {
	return toChannel(await factsOf(account, channel));
}

export async function getMany(
	account: Account,
	{ limit, own }: Commands['channel.getMany']['input'],
): Promise<Channel[]> {
	const call = callOf('channel.getMany', { gapMs: 1_000 });
	const found = await online(account, call, ({ channels }) => channels.getMany());
	return found
		.filter((channel) => own === undefined || isRun(channel) === own)
		.sort((a, b) => a.name.localeCompare(b.name))
		.slice(0, limit)
		.map(toChannel);
}

export async function search(
	account: Account,
	{ countries = [], text, ...what }: Commands['channel.search']['input'],
): Promise<Channel[]> {
	const codes = countries.map(countryCode);
	const call = callOf('channel.search', { gapMs: 1_000 });
	const found = await online(account, call, ({ channels }) =>
		channels.search({ ...what, text: text?.trim(), countries: codes }),
	);
	return found.map(toChannel);
}

function countryCode(given: string): string {
	const code = given.trim().toUpperCase();
	if (/^[A-Z]{2}$/.test(code)) return code;
	throw new EngineError(
		'INVALID_SETTING',
		`"${given.slice(0, 60)}" is not a country.`,
		'Use the two letters of each country, for example BR or US.',
	);
}

export function toChannel({ inviteCode, createdAt, ...facts }: ChannelFacts): Channel {
	return {
		...facts,
		inviteLink: inviteCode && channelLinkOf(inviteCode),
		createdAt: toIso(createdAt),
	};
}
