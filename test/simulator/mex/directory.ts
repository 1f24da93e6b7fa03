import type { Channel } from '../channels';
import type { Account } from '../registry';
import { MexError, type MexOperation, type MexOperations } from './operation';
import { writeChannel } from './channels';

/** So many a page, whatever was asked for. */
const PAGE = 25;
const VIEWS: readonly unknown[] = ['RECOMMENDED', 'TRENDING', 'POPULAR', 'NEW'];

interface ListInput {
	readonly view?: unknown;
	readonly filters?: { readonly country_codes?: readonly string[] };
	readonly limit?: number;
	readonly start_cursor?: string | null;
}

interface SearchInput extends Pick<ListInput, 'limit' | 'start_cursor'> {
	readonly search_text?: string;
}

const list: MexOperation = ({ input }, { account }, { channels }) => {
	const { view, filters, ...page } = (input ?? {}) as ListInput;
	if (!VIEWS.includes(view)) throw new MexError(400, 'Bad Request');
	const countries = filters?.country_codes ?? [];
	const found = channels
		.all()
		.filter(
			({ birth: { country } }) => country && (!countries.length || countries.includes(country)),
		);
	return { xwa2_newsletters_directory_list: pageOf(found, account, page) };
};

const search: MexOperation = ({ input }, { account }, { channels }) => {
	const { search_text: text = '', ...page } = (input ?? {}) as SearchInput;
	const found = channels
		.all()
		.filter(({ birth, name }) => birth.country && name.toLowerCase().includes(text.toLowerCase()));
	return { xwa2_newsletters_directory_search: pageOf(found, account, page) };
};

function pageOf(
	found: readonly Channel[],
	viewer: Account,
	{ limit = PAGE, start_cursor: cursor }: Pick<ListInput, 'limit' | 'start_cursor'>,
) {
	const from = cursor ? Number(Buffer.from(cursor, 'base64').toString()) : 0;
	const to = Math.min(from + Math.min(limit, PAGE), found.length);
	return {
		result: found.slice(from, to).map((channel) => {
			const { viewer_metadata: _, ...written } = writeChannel(channel, viewer);
			return written;
		}),
		page_info: {
			hasNextPage: to < found.length,
			hasPreviousPage: from > 0,
			startCursor: null,
			endCursor: to < found.length ? Buffer.from(String(to)).toString('base64') : null,
		},
	};
}

/** WhatsApp's directory of channels. The IDs are from zapo's spec. */
export const directoryOperations: MexOperations = {
	'26125047313831973': list,
	'26301059626252132': search,
};
