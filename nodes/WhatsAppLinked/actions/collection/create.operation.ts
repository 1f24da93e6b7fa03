import { defineOperation } from '../define-operation';
import { name, products } from './fields';

export const create = defineOperation({
	name: 'Create',
	action: 'Create collection',
	description:
		"Show products of the linked number's catalog together as a new collection. Each run adds another one.",
	command: 'collection.create',
	fields: { name, products },
});
