import type { Account } from '../../account/account';
import { jidOfPhone } from '../../content/jid';
import {
	EngineError,
	type ChangedPicture,
	type Commands,
	type GroupKind,
	type pictureCommands,
} from '../../gateway/contract';
import { findCommunity } from '../community/find-community';
import { findGroup } from '../group/find-group';
import { refusedToChange } from '../group/refusals';
import { callOf, online, type Call } from '../online';
import { requireLinked } from '../require-linked';
import type { Run } from '../run';

/** What an account can do with the picture of its profile, and of groups and communities. */
export const picture: { readonly [C in keyof typeof pictureCommands]: Run<C> } = {
	'picture.set': set,
	'picture.remove': remove,
};

const GAP_MS = 1_000;

async function set(
	account: Account,
	{ group, kind, mediaId }: Commands['picture.set']['input'],
): Promise<ChangedPicture> {
	const jpeg = await account.media.read(mediaId);
	const owner = await ownerOf(account, group, kind);
	const call = callOf('picture.set', changing(owner));
	const pictureId = await online(account, call, ({ pictures }) => pictures.set(owner.group, jpeg));
	return { chat: owner.chat, pictureId };
}

async function remove(
	account: Account,
	{ group }: Commands['picture.remove']['input'],
): Promise<ChangedPicture> {
	const owner = await ownerOf(account, group);
	const call = callOf('picture.remove', changing(owner));
	await online(account, call, ({ pictures }) => pictures.remove(owner.group));
	return { chat: owner.chat, pictureId: null };
}

/** Whose picture it is. `group`: null for the linked number itself. */
interface Owner {
	group: string | null;
	kind: GroupKind;
	chat: string;
}

async function ownerOf(
	account: Account,
	given: string | null,
	kind: GroupKind = 'group',
): Promise<Owner> {
	requireLinked(account);
	const group = given === null ? null : await find(account, given, kind);
	return { group, kind, chat: group ?? jidOfPhone(account.ownPhone() ?? '') };
}

async function find(account: Account, given: string, kind: GroupKind): Promise<string> {
	if (kind === 'group') return await findGroup(account, given);
	const { id } = await findCommunity(account, given);
	return id;
}

function changing({ group, kind }: Owner): Pick<Call, 'gapMs' | 'refusal'> {
	return {
		gapMs: GAP_MS,
		refusal(code) {
			if (code === 406) return NOT_ACCEPTED;
			return group === null ? undefined : refusedToChange(group, code, kind);
		},
	};
}

const NOT_ACCEPTED = new EngineError(
	'UNSUPPORTED_MEDIA',
	'WhatsApp does not accept this picture.',
	'Use another image, or save it anew as JPEG in another program.',
);
