import { group } from '../../../shared/fields';
import { setPicture as setPictureOf } from '../set-picture';

export const setPicture = setPictureOf(
	{
		name: 'Set Picture',
		action: 'Set picture of group',
		description:
			'Change the picture of a group, for all its members. The middle of the image is cut out as a square.',
	},
	group(),
);
