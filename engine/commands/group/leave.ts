import type { Account } from '../../account/account';
import type { Commands } from '../../gateway/contract';
import { online } from '../online';
import { changeCall } from './change-call';
import { findGroup } from './find-group';
import { notAMember } from './refusals';

/** WhatsApp's number for a group that we are not in is 404 here, be there such a group or not. */
export async function leave(
	account: Account,
	{ group }: Commands['group.leave']['input'],
): Promise<Commands['group.leave']['output']> {
	const id = await findGroup(account, group);
	const call = changeCall('group.leave', id, { refusals: { 404: notAMember(id) } });
	await online(account, call, ({ groups }) => groups.leave(id));
	return { id, left: true };
}
