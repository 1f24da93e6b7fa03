import type { Account } from '../../account/account';
import { groupIdIn } from '../../content/jid';
import { EngineError } from '../../gateway/contract';
import { callOf, online } from '../online';
import { MAX_SUBJECT } from './limits';

/** By its ID, or by its subject where only one has it. */
export async function findGroup(account: Account, given: string): Promise<string> {
	const id = groupIdIn(given);
	if (id) return id;
	const subject = given.trim();
	if (!subject) throw NO_GROUP_GIVEN;
	const named = await online(account, callOf('group.getMany'), (socket) => socket.groups.names());
	const found = [
		named.filter(({ name }) => name.trim() === subject),
		named.filter(({ name }) => name.trim().toLowerCase() === subject.toLowerCase()),
	].find(({ length }) => length > 0);
	const [first, ...others] = found ?? [];
	if (!first) throw noSuchName(subject);
	if (others.length > 0) throw severalOfName(subject, found ?? []);
	return first.chat;
}

const NO_GROUP_GIVEN = new EngineError(
	'INVALID_RECIPIENT',
	'No group is given.',
	'Choose the group from the list, or use its ID or its name.',
);

function noSuchName(subject: string): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		`The linked number is in no group that is called "${subject.slice(0, MAX_SUBJECT)}".`,
		'Use the ID of the group, which ends in @g.us, or its whole name.',
	);
}

function severalOfName(subject: string, groups: readonly { chat: string }[]): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		`${groups.length} groups are called "${subject}".`,
		`Use the ID of the one that is meant: ${groups.map(({ chat }) => chat).join(', ')}`,
	);
}
