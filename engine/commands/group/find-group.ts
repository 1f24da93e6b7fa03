import type { Account } from '../../account/account';
import { groupIdIn } from '../../content/jid';
import { EngineError, type GroupKind } from '../../gateway/contract';
import { callOf, online } from '../online';
import { MAX_SUBJECT } from './limits';

const PLURAL: Readonly<Record<GroupKind, string>> = { group: 'groups', community: 'communities' };

/** By its ID, or by its subject where only one has it. */
export async function findGroup(account: Account, given: string): Promise<string> {
	return groupIdIn(given) ?? (await findByName(account, given, 'group'));
}

export async function findByName(
	account: Account,
	given: string,
	kind: GroupKind,
): Promise<string> {
	const subject = given.trim();
	if (!subject) throw noneGiven(kind);
	const all = await online(account, callOf('group.getMany'), (socket) => socket.groups.names());
	const named = all.filter(({ type }) => type === kind);
	const found = [
		named.filter(({ name }) => name.trim() === subject),
		named.filter(({ name }) => name.trim().toLowerCase() === subject.toLowerCase()),
	].find(({ length }) => length > 0);
	const [first, ...others] = found ?? [];
	if (!first) throw noSuchName(subject, kind);
	if (others.length > 0) throw severalOfName(subject, found ?? [], kind);
	return first.chat;
}

function noneGiven(kind: GroupKind): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		`No ${kind} is given.`,
		`Choose the ${kind} from the list, or use its ID or its name.`,
	);
}

function noSuchName(subject: string, kind: GroupKind): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		`The linked number is in no ${kind} that is called "${subject.slice(0, MAX_SUBJECT)}".`,
		`Use the ID of the ${kind}, which ends in @g.us, or its whole name.`,
	);
}

function severalOfName(
	subject: string,
	found: readonly { chat: string }[],
	kind: GroupKind,
): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		`${found.length} ${PLURAL[kind]} are called "${subject}".`,
		`Use the ID of the one that is meant: ${found.map(({ chat }) => chat).join(', ')}`,
	);
}
