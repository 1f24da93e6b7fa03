import type { Account } from '../../account/account';
import { EngineError, type Channel, type Commands } from '../../gateway/contract';
import { callOf, online } from '../online';
import { checkDescription, checkName } from './texts';
import { toChannel } from './get';

export async function create(
	account: Account,
	{ name: given, description = '' }: Commands['channel.create']['input'],
): Promise<Channel> {
	const name = checkName(given);
	const words = checkDescription(description);
	const call = callOf('channel.create', {
		gapMs: 2_000,
		refusal: (code) => (code === 406 ? NOT_ACCEPTED : undefined),
	});
	const created = await online(account, call, ({ channels }) => channels.create(name, words));
	if (!created) throw NOT_CREATED;
	return toChannel(created);
}

const NOT_ACCEPTED = new EngineError(
	'REJECTED',
	'WhatsApp did not accept the name or the description of the channel. Nothing was created.',
	'Try another name.',
);

const NOT_CREATED = new EngineError(
	'REJECTED',
	'WhatsApp did not create the channel, and does not say why.',
	'Create one on the phone first: WhatsApp asks there to accept its terms, or says why the number may have no channel.',
);
