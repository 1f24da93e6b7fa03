import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { ChatEntry, Commands } from '../../engine/gateway/contract';
import { accountOf } from './account';
import { toNodeOperationError } from './errors';
import { gateway } from './gateway';

const MAX_ENTRIES = 100;

/** Fills the list of recipients: the contacts and groups of the linked number whose name or number holds `filter`. */
export async function searchChats(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await search(this, { query: filter }, label);
}

/** Fills the list of groups: those of the linked number whose name holds `filter`. */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await search(this, { query: filter, type: 'group' }, ({ name }) => isolated(name));
}

async function search(
	functions: ILoadOptionsFunctions,
	wanted: Omit<Commands['chat.search']['input'], 'limit'>,
	toName: (entry: ChatEntry) => string,
): Promise<INodeListSearchResult> {
	try {
		const input = { ...wanted, limit: MAX_ENTRIES };
		const entries = await gateway().request(await accountOf(functions), 'chat.search', input);
		return { results: entries.map((entry) => ({ name: toName(entry), value: entry.chat })) };
	} catch (error) {
		throw toNodeOperationError(functions.getNode(), error);
	}
}

function label({ type, name, phone }: ChatEntry): string {
	const shown = isolated(name);
	if (type === 'group') return `${shown} (group)`;
	return phone === null || phone === name ? shown : `${shown} (+${phone})`;
}

const RIGHT_TO_LEFT =
	/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Names written from right to left take what stands beside them along, and move the digits of a number: in an isolate
 * (Unicode UAX #9) they keep to themselves. Marks of direction inside of a name would end it.
 */
function isolated(name: string): string {
	const unmarked = name.replace(/\p{Bidi_Control}/gu, '');
	return RIGHT_TO_LEFT.test(unmarked) ? `\u2068${unmarked}\u2069` : unmarked;
}
