import type { Account } from '../../account/account';
import type { Commands } from '../../gateway/contract';
import { callOf, online } from '../online';
import { findGroup } from './find-group';
import { refusedToLeave } from './refusals';

export async function leave(
	account: Account,
	{ group }: Commands['group.leave']['input'],
): Promise<Commands['group.leave']['output']> {
	const id = await findGroup(account, group);
	const call = callOf('group.leave', {
		gapMs: 1_000,
		refusal: (code) => refusedToLeave(id, code),
	});
	await online(account, call, ({ groups }) => groups.leave(id));
	return { id, left: true };
}
