import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { accountOf } from './account';
import { toNodeOperationError } from './errors';
import { gateway } from './gateway';

/** More than WhatsApp has of them. */
const MAX_LABELS = 100;

/** Fills the list to choose a label from. */
export async function searchLabels(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	try {
		const account = await accountOf(this);
		const labels = await gateway().request(account, 'label.getMany', { limit: MAX_LABELS });
		const wanted = filter.trim().toLowerCase();
		const found = labels.filter(({ name }) => name.toLowerCase().includes(wanted));
		return { results: found.map(({ id, name }) => ({ name, value: id })) };
	} catch (error) {
		throw toNodeOperationError(this.getNode(), error);
	}
}
