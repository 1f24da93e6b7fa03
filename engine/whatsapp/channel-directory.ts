import type { ChannelSearch } from '../gateway/contract';
import { readChannel, type ChannelFacts, type Newsletter } from './channel-facts';
import { mex } from './mex';
import type { Query } from './query';

/** So many are asked for at a time: WhatsApp gives no more than it likes. */
const PAGE = 50;
/** Rather than asking for ever where WhatsApp gives pages without anything new. */
const MOST_PAGES = 20;

interface Page {
	result?: Newsletter[];
	page_info?: { hasNextPage?: boolean; endCursor?: string | null };
}

/** Looks into WhatsApp's directory of channels, page by page. Rejects as `mex` does. */
export async function searchDirectory(
	query: Query,
	{ limit, ...what }: ChannelSearch,
): Promise<ChannelFacts[]> {
	const found = new Map<string, ChannelFacts>();
	let cursor: string | null = null;
	for (let page = 0; page < MOST_PAGES && found.size < limit; page++) {
		const size = Math.min(PAGE, limit - found.size);
		const { result = [], page_info: info } = await pageOf(query, what, size, cursor);
		for (const channel of result.map(readChannel)) if (channel) found.set(channel.id, channel);
		cursor = info?.endCursor ?? null;
		if (!info?.hasNextPage || !cursor) break;
	}
	return [...found.values()].slice(0, limit);
}

/** The shapes are those of zapo's spec. A search knows no countries, and no order but its own. */
async function pageOf(
	query: Query,
	{ text, view = 'recommended', countries = [] }: Omit<ChannelSearch, 'limit'>,
	limit: number,
	cursor: string | null,
): Promise<Page> {
	const page = { limit, ...(cursor && { start_cursor: cursor }) };
	const variables = (input: object) => ({
		input: { ...input, ...page },
		fetch_status_metadata: false,
	});
	const found = text
		? await mex(
				query,
				'FetchNewsletterDirectorySearchResults',
				variables({ search_text: text, categories: [] }),
				'xwa2_newsletters_directory_search',
			)
		: await mex(
				query,
				'FetchNewsletterDirectoryList',
				variables({
					view: view.toUpperCase(),
					filters: { country_codes: countries, categories: [] },
				}),
				'xwa2_newsletters_directory_list',
			);
	return (found ?? {}) as Page;
}
