import { EngineError } from '../../gateway/contract';
import type { Owner } from '../product/owner';
import { refusedChange } from '../product/refusals';

export function noCollection(id: string, { name }: Owner): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`There is no collection ${id.slice(0, 100)} in the catalog of ${name}.`,
		'WhatsApp gives a collection another ID with each change: use the one that the last operation put out, or Collection > Get Many.',
	);
}

/** What WhatsApp Web says of the same number (WAWebManageActions). */
export function refusedCollection(code: number): EngineError | undefined {
	if (code !== 406) return refusedChange(code);
	return new EngineError(
		'REJECTED',
		'WhatsApp did not accept the collection. Nothing was changed.',
		'A collection needs at least one product, all of them in the own catalog, and another group of products than every other collection.',
	);
}
