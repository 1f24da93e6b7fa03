import type { GroupKind } from '../../../engine/gateway/contract';
import type { Field } from '../../shared/fields';
import { operationOf } from './define-operation';
import { file } from './message/file';
import type { Operation } from './operation';

/** An operation that sets a picture from a file. `group`: whose picture it is, null for the linked number itself. */
export function setPicture(
	option: Operation['option'],
	group: Field<string | null>,
	kind?: GroupKind,
): Operation {
	return operationOf({
		option,
		fields: { group, mediaId: file('picture', 'picture', 'e.g. https://example.com/logo.png') },
		async execute({ group: owner, mediaId }, call) {
			const done = await call.request('picture.set', {
				...{ group: owner, kind },
				mediaId: await mediaId(call),
			});
			return { output: [{ json: { ...done } }] };
		},
	});
}
