import { fixed } from '../../../shared/fields';
import { setPicture as setPictureOf } from '../set-picture';

export const setPicture = setPictureOf(
	{
		name: 'Set Picture',
		action: 'Set profile picture',
		description:
			'Change the profile picture of the linked number. The middle of the image is cut out as a square.',
	},
	fixed(null),
);
