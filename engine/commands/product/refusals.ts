import { EngineError } from '../../gateway/contract';
import type { Owner } from './owner';

/** What WhatsApp's refusals mean where it is asked about a catalog: its numbers are HTTP's. */

export function refusedCatalog({ name }: Owner, code: number): EngineError | undefined {
	if (code === 451) return NOT_IN_THIS_COUNTRY;
	if (code === 404) {
		return new EngineError(
			'NOT_ALLOWED',
			`There is no catalog of ${name}.`,
			'A catalog is made in WhatsApp Business: Business tools > Catalog. Check the number where it is that of somebody else.',
		);
	}
	return undefined;
}

export function refusedChange(code: number): EngineError | undefined {
	switch (code) {
		case 401:
		case 403:
			return new EngineError(
				'NOT_ALLOWED',
				'WhatsApp does not let the linked number change its catalog.',
				'Open WhatsApp Business on the phone, Business tools > Catalog: it says there what is missing, or that a catalog of Meta is shown, which is only changed there.',
			);
		case 406:
			return new EngineError(
				'REJECTED',
				'WhatsApp did not accept the product. Nothing was changed.',
				"Check its name, price, link and images. WhatsApp's commerce policy forbids some products.",
			);
		case 451:
			return NOT_IN_THIS_COUNTRY;
		default:
			return undefined;
	}
}

export function noProduct(productId: string, { name }: Owner): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`There is no product ${productId.slice(0, 100)} in the catalog of ${name}.`,
		'Check the ID of the product: Product > Get Many puts it out as id.',
	);
}

const NOT_IN_THIS_COUNTRY = new EngineError(
	'NOT_ALLOWED',
	'WhatsApp has no catalogs in the country of this number.',
	'Nothing can be done about it here.',
);
