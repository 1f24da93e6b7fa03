import type { Account } from '../../account/account';
import { EngineError, type ChannelAdmin, type Commands } from '../../gateway/contract';
import { findPerson } from '../find-person';
import { online } from '../online';
import { changeCall, findChannel, ownedChannel, runChannel } from './find-channel';

/** Somebody by the address that channels know people by: the LID, where there is one. */
interface Admin {
	user: string;
	phone: string | null;
	lid: string | null;
	given: string;
}

async function adminOf(account: Account, given: string): Promise<Admin> {
	const { jid, phone, lid } = await findPerson(account, given);
	return { user: lid ?? jid, phone, lid, given: given.trim().slice(0, 60) };
}

const named = (id: string, { phone, lid }: Admin): ChannelAdmin => ({ id, phone, lid });

/** WhatsApp's numbers for somebody who is not what they would have to be: whether we may do it was asked before. */
const allOf = (error: EngineError): Record<number, EngineError> => ({
	400: error,
	403: error,
	404: error,
	409: error,
});

export async function revokeInvite(
	account: Account,
	{ channel, person }: Commands['channel.revokeInvite']['input'],
): Promise<Commands['channel.revokeInvite']['output']> {
	const admin = await adminOf(account, person);
	const { id } = await runChannel(account, channel);
	const call = changeCall('channel.revokeInvite', id, allOf(notInvited(admin)));
	await online(account, call, ({ channels }) => channels.revokeInvite(id, admin.user));
	return { ...named(id, admin), revoked: true };
}

export async function acceptInvite(
	account: Account,
	{ channel }: Commands['channel.acceptInvite']['input'],
): Promise<Commands['channel.acceptInvite']['output']> {
	const id = await findChannel(account, channel);
	const call = changeCall('channel.acceptInvite', id, allOf(noInvite(id)));
	await online(account, call, ({ channels }) => channels.acceptInvite(id));
	return { id, role: 'admin' };
}

export async function removeAdmin(
	account: Account,
	{ channel, person }: Commands['channel.removeAdmin']['input'],
): Promise<Commands['channel.removeAdmin']['output']> {
	const admin = await adminOf(account, person);
	const isOwn = isMe(account, admin);
	const { id, role } = await (isOwn ? runChannel : ownedChannel)(account, channel);
	if (isOwn && role === 'owner') throw OWNER_STAYS;
	const call = changeCall('channel.removeAdmin', id, allOf(noAdmin(admin)));
	await online(account, call, ({ channels }) => channels.demote(id, admin.user));
	return { ...named(id, admin), removed: true };
}

export async function transfer(
	account: Account,
	{ channel, person, quit = false }: Commands['channel.transfer']['input'],
): Promise<Commands['channel.transfer']['output']> {
	const admin = await adminOf(account, person);
	const { id } = await ownedChannel(account, channel);
	if (isMe(account, admin)) throw OWNED_ALREADY;
	const call = changeCall('channel.transfer', id, allOf(noAdmin(admin)));
	await online(account, call, ({ channels }) => channels.changeOwner(id, admin.user));
	const note = quit ? await resign(account, id) : null;
	return { ...named(id, admin), role: quit && note === null ? 'subscriber' : 'admin', note };
}

/** Null, or why the number is an admin still: the channel has another owner nevertheless. */
async function resign(account: Account, id: string): Promise<string | null> {
	try {
		const { user } = await adminOf(account, account.ownPhone() ?? '');
		const call = changeCall('channel.removeAdmin', id);
		await online(account, call, ({ channels }) => channels.demote(id, user));
		return null;
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return `The channel was transferred, but the linked number is still an admin of it: ${why}`;
	}
}

function isMe(account: Account, { phone }: Admin): boolean {
	return phone !== null && phone === account.ownPhone();
}

function notInvited({ given }: Admin): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`${given} has no open invite to become an admin of the channel: it was accepted, revoked or has expired, or there never was one.`,
		'Check the number. Somebody who is an admin already is removed with Remove Admin.',
	);
}

function noInvite(id: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`The linked number has no open invite to become an admin of the channel ${id}: it was revoked or has expired, or there never was one.`,
		'Ask an admin of the channel to invite the number again.',
	);
}

function noAdmin({ given }: Admin): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`${given} is no admin of the channel.`,
		'Use Invite Admin first: whoever accepts is an admin.',
	);
}

const OWNER_STAYS = new EngineError(
	'NOT_ALLOWED',
	'The linked number owns the channel, so it cannot be removed as an admin of it.',
	'Use Transfer Ownership first, or Delete to end the channel for everybody.',
);

const OWNED_ALREADY = new EngineError(
	'NOT_ALLOWED',
	'The linked number owns the channel already.',
	'Use the number of another admin of the channel.',
);
