import { community, named } from '../../../shared/fields';
import { setPicture as setPictureOf } from '../set-picture';

export const setPicture = setPictureOf(
	{
		name: 'Set Picture',
		action: 'Set picture of community',
		description:
			'Change the picture of a community, for everybody in it. The middle of the image is cut out as a square.',
	},
	named('community', community),
	'community',
);
