import type { Account } from '../../account/account';
import { jidOfPhone } from '../../content/jid';
import type { Commands, Profile, profileCommands } from '../../gateway/contract';
import { callOf, online } from '../online';
import { requireLength } from '../require-length';
import { requireLinked } from '../require-linked';
import type { Run } from '../run';

/** What an account can do with what others see of it; its picture is among `picture`. */
export const profile: { readonly [C in keyof typeof profileCommands]: Run<C> } = {
	'profile.get': get,
	'profile.setName': setName,
	'profile.setAbout': setAbout,
};

/** WhatsApp's own limits. */
const MAX_NAME = 25;
const MAX_ABOUT = 139;
const GAP_MS = 1_000;

async function get(account: Account): Promise<Profile> {
	requireLinked(account);
	const phone = account.ownPhone();
	const jid = jidOfPhone(phone ?? '');
	const call = callOf('profile.get', { gapMs: GAP_MS });
	const [facts, { url }] = await online(account, call, ({ contacts, pictures }) =>
		Promise.all([contacts.facts(jid), pictures.find(jid)]),
	);
	const { lid } = account.addresses(jid);
	const { name } = account.status();
	return { phone, lid, name, pictureUrl: url, ...facts };
}

async function setName(
	account: Account,
	input: Commands['profile.setName']['input'],
): Promise<{ name: string }> {
	const name = input.name.trim();
	requireLength('The profile name', name, 1, MAX_NAME);
	const call = callOf('profile.setName', { gapMs: GAP_MS });
	await online(account, call, ({ profile: own }) => own.setName(name));
	return { name };
}

async function setAbout(
	account: Account,
	input: Commands['profile.setAbout']['input'],
): Promise<{ about: string }> {
	const about = input.about.trim();
	requireLength('The about text', about, 0, MAX_ABOUT);
	const call = callOf('profile.setAbout', { gapMs: GAP_MS });
	await online(account, call, ({ profile: own }) => own.setAbout(about));
	return { about };
}
