import type { Account } from '../../account/account';
import { EngineError, type BusinessCategory, type Commands } from '../../gateway/contract';
import { callOf, online } from '../online';

const GAP_MS = 500;
const MAX_CATEGORIES = 3;
/** In an error. */
const SHOWN = 5;

export async function searchCategories(
	account: Account,
	{ query, limit }: Commands['business.searchCategories']['input'],
): Promise<BusinessCategory[]> {
	const call = callOf('business.searchCategories', { gapMs: GAP_MS });
	const found = await online(account, call, ({ businesses }) =>
		businesses.categories(query.trim()),
	);
	return found.slice(0, limit);
}

/** The IDs of categories that are given by ID or by name. Error: INVALID_CONTENT. */
export async function categoryIds(account: Account, given: readonly string[]): Promise<string[]> {
	const wanted = [...new Set(given.map((one) => one.trim()).filter(Boolean))];
	if (wanted.length === 0 || wanted.length > MAX_CATEGORIES) throw wrongNumber(wanted.length);
	const ids: string[] = [];
	for (const one of wanted) ids.push(/^\d+$/.test(one) ? one : await idOf(account, one));
	return ids;
}

async function idOf(account: Account, name: string): Promise<string> {
	const found = await searchCategories(account, { query: name, limit: Infinity });
	const plain = (words: string) => words.toLowerCase();
	const match = found.find((one) => plain(one.name) === plain(name));
	if (match) return match.id;
	throw new EngineError(
		'INVALID_CONTENT',
		`WhatsApp has no category "${name.slice(0, 60)}".`,
		found.length > 0
			? `Did you mean ${found
					.slice(0, SHOWN)
					.map((one) => `${one.name} (${one.id})`)
					.join(', ')}?`
			: SEARCH,
	);
}

/** WhatsApp does not say which of them it is. */
export function unknownCategory(ids: readonly string[]): EngineError {
	return new EngineError(
		'INVALID_CONTENT',
		ids.length === 1
			? `WhatsApp has no category with the ID ${ids[0]}.`
			: `WhatsApp does not have all of these categories: ${ids.join(', ')}.`,
		SEARCH,
	);
}

function wrongNumber(count: number): EngineError {
	return new EngineError(
		'INVALID_CONTENT',
		count === 0 ? 'No categories are given.' : `${count} categories are too many.`,
		`A business has 1 to ${MAX_CATEGORIES} categories.`,
	);
}

const SEARCH = 'Use an ID or a name that Business > Search Categories puts out.';
