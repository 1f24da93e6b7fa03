import { CATEGORIES, NOT_A_BUSINESS } from '../business';
import { MexError, type MexOperation, type MexOperations } from './operation';

interface Query {
	readonly query?: string;
	readonly operation?: string;
	readonly version?: string;
}

/** Those whose names hold the words; the choice of who is no business is among them. */
const categories: MexOperation = ({ query_params: asked }) => {
	const { query = '', operation, version } = (asked ?? {}) as Query;
	if (operation !== 'PROFILE_TYPEAHEAD' || version !== 'V_1')
		throw new MexError(400, 'Bad Request');
	const written = ([id, name]: [string, string]) => ({ id, display_name: name });
	const found = [...CATEGORIES].filter(
		([id, name]) => id === NOT_A_BUSINESS || name.toLowerCase().includes(query.toLowerCase()),
	);
	return {
		whatsapp_catkit_typeahead_proxy: {
			categories: found.map(written),
			not_a_biz: written([NOT_A_BUSINESS, 'Not a Business']),
		},
	};
};

/** For businesses. The ID is from zapo's spec. */
export const businessOperations: MexOperations = { '26266473919627648': categories };
