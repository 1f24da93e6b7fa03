import { defineOperation } from '../define-operation';
import { collectionId, products } from './fields';

export const addProducts = defineOperation({
	name: 'Add Products',
	action: 'Add products to collection',
	description:
		"Show further products of the linked number's catalog in a collection. It has another ID from then on, which is put out as id.",
	command: 'collection.addProducts',
	fields: { collectionId, products },
});
