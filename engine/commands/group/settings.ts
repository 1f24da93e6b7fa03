import type { Account } from '../../account/account';
import { EngineError, type Commands, type GroupRights } from '../../gateway/contract';
import { afterSome } from '../after-some';
import { online } from '../online';
import { changeCall } from './change-call';
import { findGroup } from './find-group';
import { factsOf } from './get';

type Right = keyof GroupRights;

/** In the order in which they are set, and what each is about. */
const RIGHTS: Readonly<Record<Right, string>> = {
	announce: 'who may send messages',
	restrict: 'who may change the name and the other settings',
	adminsAdd: 'who may add participants',
	adminsInvite: 'who may share the invite link',
	joinApproval: 'whether an admin must approve who joins',
};

/** Sets only what differs. What was set before WhatsApp refused one stays: the error says what that was. */
export async function updateSettings(
	account: Account,
	{ group, ...wanted }: Commands['group.updateSettings']['input'],
): Promise<Commands['group.updateSettings']['output']> {
	const names = (Object.keys(RIGHTS) as Right[]).filter((name) => wanted[name] !== undefined);
	if (names.length === 0) throw NOTHING_TO_SET;
	const id = await findGroup(account, group);
	const { settings } = await factsOf(account, id);
	const call = changeCall('group.updateSettings', id, { gapMs: 300 });
	const changed: Right[] = [];
	for (const name of names) {
		const on = wanted[name] === true;
		if (settings[name] === on) continue;
		try {
			await online(account, call, ({ groups }) => groups.setRight(id, name, on));
		} catch (error) {
			throw afterSome(
				error,
				changed.map((done) => RIGHTS[done]),
			);
		}
		settings[name] = on;
		changed.push(name);
	}
	return { id, settings, changed };
}

const NOTHING_TO_SET = new EngineError(
	'INVALID_SETTING',
	'No setting of the group is given.',
	'Add at least one under Options.',
);
