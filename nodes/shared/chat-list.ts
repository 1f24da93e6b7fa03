import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { ChatEntry } from '../../engine/gateway/contract';
import { accountOf } from './account';
import { toNodeOperationError } from './errors';
import { gateway } from './gateway';

const MAX_ENTRIES = 100;

/** Fills the list of recipients: the contacts and groups of the linked number whose name or number holds `filter`. */
export async function searchChats(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	try {
		const input = { query: filter, limit: MAX_ENTRIES };
		const entries = await gateway().request(await accountOf(this), 'chat.search', input);
		return { results: entries.map((entry) => ({ name: label(entry), value: entry.chat })) };
	} catch (error) {
		throw toNodeOperationError(this.getNode(), error);
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
