import { community } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const deactivate = defineOperation({
	name: 'Deactivate',
	action: 'Deactivate community',
	description:
		'End a community and its announcement group for good. The other groups go on without it. The linked number must be an admin of the community.',
	command: 'community.deactivate',
	fields: { community },
	output: ({ id }) => ({ deactivated: true, id }),
});
