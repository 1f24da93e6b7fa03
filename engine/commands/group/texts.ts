import type { Account } from '../../account/account';
import { EngineError, type Commands, type GroupKind } from '../../gateway/contract';
import { online } from '../online';
import { requireLength } from '../require-length';
import { changeCall } from './change-call';
import { findGroup } from './find-group';
import { MAX_DESCRIPTION, MAX_SUBJECT } from './limits';

/** What a group is called, trimmed. Error: INVALID_CONTENT. */
export function checkSubject(given: string): string {
	const subject = given.trim();
	requireLength('The name of a group', subject, 1, MAX_SUBJECT);
	return subject;
}

/** Error: INVALID_CONTENT. */
export function checkDescription(description: string): void {
	requireLength('The description of a group', description, 0, MAX_DESCRIPTION);
}

export async function setSubject(
	account: Account,
	{ group, subject: given }: Commands['group.setSubject']['input'],
): Promise<Commands['group.setSubject']['output']> {
	const subject = checkSubject(given);
	const id = await findGroup(account, group);
	const call = changeCall('group.setSubject', id, { refusals: { 406: NAME_REFUSED } });
	await online(account, call, ({ groups }) => groups.setSubject(id, subject));
	return { id, subject };
}

export async function setDescription(
	account: Account,
	{ group, description }: Commands['group.setDescription']['input'],
): Promise<Commands['group.setDescription']['output']> {
	checkDescription(description);
	const id = await findGroup(account, group);
	await describe(account, id, description);
	return { id, description: description.trim() ? description : null };
}

/** Of a group by its ID. Blank: it has none any more. */
export async function describe(
	account: Account,
	id: string,
	text: string,
	kind?: GroupKind,
): Promise<void> {
	const refusals = { 409: OVERTAKEN };
	const call = changeCall('group.setDescription', id, { refusals, kind });
	await online(account, call, ({ groups }) => groups.setDescription(id, text.trim() ? text : ''));
}

const NAME_REFUSED = new EngineError(
	'REJECTED',
	'WhatsApp did not accept the name of the group.',
	'Try another name.',
);

const OVERTAKEN = new EngineError(
	'REJECTED',
	'Somebody else changed the description at the same moment, so it was not replaced.',
	'Look whether theirs is right, then try again.',
	true,
);
