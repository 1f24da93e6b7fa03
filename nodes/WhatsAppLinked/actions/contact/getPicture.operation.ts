import { outputField, toBinaryData } from '../../../shared/download';
import { contact, together, toggle } from '../../../shared/fields';
import { operationOf } from '../define-operation';

const download = toggle({
	displayName: 'Download',
	default: false,
	description: 'Whether to put the picture out as a binary file, and not only where it is',
});

export const getPicture = operationOf({
	option: {
		name: 'Get Picture',
		action: 'Get picture of contact',
		description:
			'Get the profile picture of a person, as a URL that works for some days or as a binary file',
	},
	fields: {
		wanted: together({ contact: contact(), download }, { binaryField: outputField }),
	},
	async execute({ wanted }, { functions, request, openMedia }) {
		const picture = await request('contact.getPicture', { contact: wanted.contact });
		const json = { ...picture };
		if (!wanted.download || picture.url === null) return { output: [{ json }] };
		const file = await toBinaryData(functions, await openMedia({ pictureUrl: picture.url }));
		return { output: [{ json, binary: { [wanted.binaryField]: file } }] };
	},
});
