import { parseAmount, parseCurrency } from '../../content/money';
import { checkWebAddress } from '../../content/outgoing/checks';
import { EngineError, MAX_PRODUCT_IMAGES, type ProductChanges } from '../../gateway/contract';
import type { ProductDraft } from '../../whatsapp/index';
import { requireLength } from '../require-length';

/** What the form of WhatsApp Business takes. */
const MAX_NAME = 150;
const MAX_DESCRIPTION = 5_000;
const MAX_RETAILER_ID = 100;

/** What a product says already; of a new one, nothing. */
type Before = Pick<ProductDraft, 'price' | 'salePrice' | 'currency'>;
const NOTHING: Before = { price: null, salePrice: null, currency: null };

/**
 * What is to be changed of a product, checked and as WhatsApp wants it. Images come later: they are uploaded first. Error:
 * INVALID_CONTENT.
 */
export function draftOf(
	changes: ProductChanges,
	before: Before = NOTHING,
): Partial<Omit<ProductDraft, 'imageUrls'>> {
	const { name, description, retailerId, url, hidden, mediaIds } = changes;
	if (name !== undefined) requireLength('The name of the product', name.trim(), 1, MAX_NAME);
	requireLength('The description', description ?? '', 0, MAX_DESCRIPTION);
	requireLength('The own ID of the product', retailerId ?? '', 0, MAX_RETAILER_ID);
	if (url) checkWebAddress(url);
	if (mediaIds) checkImages(mediaIds.length);
	return {
		...(name !== undefined && { name: name.trim() }),
		...(description !== undefined && { description: description.trim() || null }),
		...(retailerId !== undefined && { retailerId: retailerId.trim() || null }),
		...(url !== undefined && { url: url || null }),
		...(hidden !== undefined && { hidden }),
		...pricesOf(changes, before),
	};
}

function pricesOf(changes: ProductChanges, before: Before): Partial<Before> {
	const { price, salePrice, currency } = changes;
	if (price === undefined && salePrice === undefined && currency === undefined) return {};
	const known = currency ?? before.currency;
	if (known === null) throw noCurrency();
	const code = parseCurrency(known);
	const full = price === undefined ? before.price : parseAmount('The price', price, code);
	const sale =
		salePrice === undefined ? before.salePrice : parseAmount('The sale price', salePrice, code);
	if (full === null) throw noPrice();
	if (sale !== null && sale >= full && sale > 0) throw noSale();
	return { price: full, salePrice: sale || null, currency: code };
}

/** Error: INVALID_CONTENT. */
export function checkImages(count: number): void {
	if (count >= 1 && count <= MAX_PRODUCT_IMAGES) return;
	throw new EngineError(
		'INVALID_CONTENT',
		count === 0
			? 'The product has no image, and WhatsApp wants one.'
			: `The product has ${count} images; WhatsApp takes up to ${MAX_PRODUCT_IMAGES}.`,
		count === 0 ? 'Add an image.' : 'Remove images.',
	);
}

function noCurrency(): EngineError {
	return new EngineError(
		'INVALID_CONTENT',
		'The product has a price, but no currency.',
		'Set Currency, for example to BRL, USD or EUR.',
	);
}

function noPrice(): EngineError {
	return new EngineError(
		'INVALID_CONTENT',
		'The product has no price that the sale price or the currency could belong to.',
		'Set Price, too.',
	);
}

function noSale(): EngineError {
	return new EngineError(
		'INVALID_CONTENT',
		'The sale price is not lower than the price.',
		'Use a lower sale price, or 0 to end the sale.',
	);
}
