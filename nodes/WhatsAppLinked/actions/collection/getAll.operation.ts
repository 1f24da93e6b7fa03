import { limit } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { business } from '../product/fields';

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many collections',
	description:
		"List the collections in the linked number's own catalog, or in that of another business. Use it to find the ID of a collection.",
	command: 'collection.getMany',
	fields: { limit: limit('collections') },
	options: { business },
});
