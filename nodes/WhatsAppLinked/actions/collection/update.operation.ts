import { defineOperation } from '../define-operation';
import { collectionId, name } from './fields';

export const update = defineOperation({
	name: 'Update',
	action: 'Update collection',
	description:
		'Change what a collection is called. It has another ID from then on, which is put out as id. Use Add Products and Remove Products for what is in it.',
	command: 'collection.rename',
	fields: { collectionId, name },
});
