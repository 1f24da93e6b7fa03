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
	if (type === 'group') return `${name} (group)`;
	return phone === null || phone === name ? name : `${name} (+${phone})`;
}
