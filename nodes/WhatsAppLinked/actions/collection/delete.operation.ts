import { defineOperation } from '../define-operation';
import { collectionId } from './fields';

export const deleteCollection = defineOperation({
	name: 'Delete',
	action: 'Delete collection',
	description: 'Delete a collection. Its products stay in the catalog.',
	command: 'collection.delete',
	fields: { collectionId },
});
