import type { LocationContent } from '../../gateway/contract';
import { checkLength, invalid, MAX_DESCRIPTION } from './checks';
import { firstLine } from './first-line';
import type { Kind } from './kind';

export const location: Kind<LocationContent> = {
	check({ latitude, longitude, name, address }) {
		checkDegrees('latitude', latitude, 90);
		checkDegrees('longitude', longitude, 180);
		checkLength('The name of the place', name, MAX_DESCRIPTION);
		checkLength('The address of the place', address, MAX_DESCRIPTION);
	},
	summary: ({ latitude, longitude, name, address }) =>
		firstLine(`Location: ${name || address || `${latitude}, ${longitude}`}`),
	build: ({ latitude, longitude, name, address }) => ({
		locationMessage: {
			degreesLatitude: latitude,
			degreesLongitude: longitude,
			...(name && { name }),
			...(address && { address }),
		},
	}),
};

function checkDegrees(what: string, degrees: number, max: number): void {
	if (typeof degrees === 'number' && Math.abs(degrees) <= max) return;
	throw invalid(
		`The ${what} is not a number from -${max} to ${max}.`,
		'Use decimal degrees, for example -23.5505 and -46.6333 for São Paulo. Or paste both, as a map shows them, into Latitude.',
	);
}
