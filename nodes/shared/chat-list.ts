import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { ChatEntry, ChatSearch } from '../../engine/gateway/contract';
import { accountOf } from './account';
import { addressIn } from './address';
import { toNodeOperationError } from './errors';
import { gateway } from './gateway';

const MAX_ENTRIES = 100;

/** They fill the lists to choose from: those of the linked number whose name or number holds `filter`. */

export async function searchChats(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return listed(await search(this, filter), (entry) =>
		entry.type === 'group' ? `${groupLabel(entry)} (group)` : personLabel(entry),
	);
}

export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return listed(await search(this, filter, { type: 'group' }), groupLabel);
}

export async function searchCommunities(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return listed(await search(this, filter, { type: 'community' }), groupLabel);
}

export async function searchChannels(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return listed(await search(this, filter, { type: 'channel' }), groupLabel);
}

export async function searchFollowedChannels(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return listed(await search(this, filter, { type: 'channel', followed: true }), groupLabel);
}

/** People: who may have sent a message to the group that is chosen beside, where one is; else all. */
export async function searchSenders(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	// With `extractValue` n8n fails where there is no such field.
	const memberOf = addressIn(this.getCurrentNodeParameter('to'));
	return listed(await search(this, filter, { type: 'direct', memberOf }), personLabel);
}

async function search(
	functions: ILoadOptionsFunctions,
	query = '',
	among: Partial<ChatSearch> = {},
): Promise<ChatEntry[]> {
	try {
		const input = { query, limit: MAX_ENTRIES, ...among };
		return await gateway().request(await accountOf(functions), 'chat.search', input);
	} catch (error) {
		throw toNodeOperationError(functions.getNode(), error);
	}
}

function listed(entries: ChatEntry[], label: (entry: ChatEntry) => string): INodeListSearchResult {
	return { results: entries.map((entry) => ({ name: label(entry), value: entry.chat })) };
}

function groupLabel({ name }: ChatEntry): string {
	return isolated(name);
}

function personLabel({ name, phone }: ChatEntry): string {
	const shown = isolated(name);
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
