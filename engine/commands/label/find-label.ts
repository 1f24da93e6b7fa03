import type { Account } from '../../account/account';
import type { KnownLabel } from '../../chats/labels';
import { EngineError } from '../../gateway/contract';
import { requireBusiness } from '../require-business';

/** By its ID, or by its name. Errors: NOT_ALLOWED, INVALID_SETTING. */
export function findLabel(account: Account, given: string): KnownLabel {
	requireLabels(account);
	const found = account.labels.find(given);
	if (!found) throw noSuchLabel(given.trim(), account.labels.list());
	return found;
}

export function requireLabels(account: Account): void {
	requireBusiness(account, 'Labels');
}

function noSuchLabel(given: string, all: readonly KnownLabel[]): EngineError {
	const names = all.map(({ id, name }) => `${name} (${id})`).join(', ');
	return new EngineError(
		'INVALID_SETTING',
		given ? `There is no label "${given.slice(0, 100)}".` : 'No label is given.',
		all.length > 0
			? `Use the name or the ID of one that there is: ${names}`
			: 'There are no labels yet: make one with Label > Create.',
	);
}
