import { defineOperation } from '../define-operation';
import { collectionId, products } from './fields';

export const removeProducts = defineOperation({
	name: 'Remove Products',
	action: 'Remove products from collection',
	description:
		'Take products out of a collection; they stay in the catalog. It has another ID from then on, which is put out as id. One product must stay: use Delete for all.',
	command: 'collection.removeProducts',
	fields: { collectionId, products },
});
