import { optionalText, text, type Described, type Field } from '../../../shared/fields';
import { coordinatesOf, type Coordinates } from './coordinates';
import { defineSend } from './define-send';

/** A text, as either may hold both. And a number would have to be there from the start: 0, 0 is in the Atlantic. */
function degrees(axis: keyof Coordinates, described: Described): Field<number> {
	return {
		...text(described),
		read: (place) => coordinatesOf(place.get('latitude'), place.get('longitude'))[axis],
	};
}

export const sendLocation = defineSend({
	name: 'Send Location',
	action: 'Send location',
	description: 'Send a place on the map, by its coordinates or by the link to it',
	type: 'location',
	fields: {
		latitude: degrees('latitude', {
			displayName: 'Latitude',
			required: true,
			placeholder: 'e.g. -23.5505',
			description:
				'Degrees from -90 to 90; south is negative. Or both, as you copied them from a map, or the link to a place on a map: then leave Longitude empty.',
		}),
		longitude: degrees('longitude', {
			displayName: 'Longitude',
			placeholder: 'e.g. -46.6333',
			description: 'Degrees from -180 to 180; west is negative',
		}),
		name: optionalText({
			displayName: 'Name',
			placeholder: 'e.g. Our store',
			description: 'The name of the place, shown below the map',
		}),
		address: optionalText({
			displayName: 'Address',
			placeholder: 'e.g. Praça da Sé, São Paulo',
			description: 'The address of the place, shown below its name',
		}),
	},
});
