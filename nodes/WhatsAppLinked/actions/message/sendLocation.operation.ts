import type { INodeProperties } from 'n8n-workflow';

import { optionalTextOf } from '../../../shared/parameters';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { coordinatesOf } from './coordinates';
import { send, sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Location',
	action: 'Send location',
	description: 'Send a place on the map, by its coordinates or by the link to it',
};

export const description: INodeProperties[] = [
	recipientProperty,
	{
		displayName: 'Latitude',
		name: 'latitude',
		// A number would have to be there from the start, and 0, 0 is in the Atlantic.
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. -23.5505',
		description:
			'Degrees from -90 to 90; south is negative. Or both, as you copied them from a map, or the link to a place on a map: then leave Longitude empty.',
	},
	{
		displayName: 'Longitude',
		name: 'longitude',
		type: 'string',
		default: '',
		placeholder: 'e.g. -46.6333',
		description: 'Degrees from -180 to 180; west is negative',
	},
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Our store',
		description: 'The name of the place, shown below the map',
	},
	{
		displayName: 'Address',
		name: 'address',
		type: 'string',
		default: '',
		placeholder: 'e.g. Praça da Sé, São Paulo',
		description: 'The address of the place, shown below its name',
	},
	sendOptionsProperty(),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	return await send(call, {
		type: 'location',
		...coordinatesOf(
			functions.getNodeParameter('latitude', itemIndex, ''),
			functions.getNodeParameter('longitude', itemIndex, ''),
		),
		name: optionalTextOf(functions, itemIndex, 'name'),
		address: optionalTextOf(functions, itemIndex, 'address'),
	});
}
