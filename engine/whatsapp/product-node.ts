import {
	getBinaryNodeChild,
	getBinaryNodeChildren,
	getBinaryNodeChildString,
	type BinaryNode,
} from '@whiskeysockets/baileys';
import type { CatalogProduct } from '../gateway/contract';
import { textNode } from './catalog-query';

/** A product as WhatsApp has it: prices in thousandths, times in milliseconds since 1970. */
export interface ProductFacts
	extends Omit<CatalogProduct, 'price' | 'salePrice' | 'saleStartsAt' | 'saleEndsAt'> {
	price: number | null;
	salePrice: number | null;
	saleStartsAt: number | null;
	saleEndsAt: number | null;
	/** Where it comes from, which some countries want to be told: kept as it is when the product is changed. */
	compliance: { category: string | null; info: BinaryNode | null };
}

/** What a product of ours is made of. Each image is on WhatsApp's servers already. */
export type ProductDraft = Pick<
	ProductFacts,
	'name' | 'description' | 'price' | 'salePrice' | 'currency' | 'retailerId' | 'url' | 'hidden'
> &
	Pick<ProductFacts, 'imageUrls'> &
	Partial<Pick<ProductFacts, 'compliance'>>;

/**
 * Not Baileys' own parseProductNode: that takes the first image alone, knows no sale price and takes everything for in stock.
 * Undefined for what has no ID.
 */
export function readProduct(node: BinaryNode | undefined): ProductFacts | undefined {
	const id = wordsIn(node, 'id');
	if (!node || id === null) return undefined;
	const sale = getBinaryNodeChild(node, 'sale_price');
	const media = getBinaryNodeChild(node, 'media');
	return {
		id,
		name: wordsIn(node, 'name') ?? '',
		description: wordsIn(node, 'description'),
		price: numberIn(node, 'price'),
		salePrice: numberIn(sale, 'price'),
		saleStartsAt: timeIn(sale, 'start_date'),
		saleEndsAt: timeIn(sale, 'end_date'),
		currency: wordsIn(node, 'currency'),
		retailerId: wordsIn(node, 'retailer_id'),
		url: wordsIn(node, 'url'),
		hidden: node.attrs.is_hidden === 'true',
		availability: node.attrs.availability?.toLowerCase() ?? null,
		reviewStatus: wordsIn(getBinaryNodeChild(node, 'status_info'), 'status')?.toLowerCase() ?? null,
		imageUrls: getBinaryNodeChildren(media, 'image').flatMap(
			(image) => wordsIn(image, 'original_image_url') ?? wordsIn(image, 'request_image_url') ?? [],
		),
		compliance: {
			category: node.attrs.compliance_category ?? null,
			info: getBinaryNodeChild(node, 'compliance_info') ?? null,
		},
	};
}

/**
 * As WhatsApp Web writes it (WAWebBizProductCatalogUtils, productModelToNode). Baileys' own toProductNode has no link, and fails
 * where no images are given. The sale price stands in none of WhatsApp's clients that were read: it is written here as
 * its GraphQL takes it, as a plain amount (WAWebProductToGraphQL, productModelToGraphQLInput).
 */
export function writeProduct(id: string | null, draft: ProductDraft): BinaryNode {
	const { name, description, price, salePrice, currency, retailerId, url, hidden } = draft;
	const { imageUrls, compliance } = draft;
	const texts: Array<[string, string | number | null]> = [
		['id', id],
		['name', name],
		['description', description],
		['url', url],
		['retailer_id', retailerId],
	];
	const prices: Array<[string, string | number | null]> = [
		['price', price],
		['currency', price === null ? null : currency],
		['sale_price', salePrice],
	];
	const written = (all: Array<[string, string | number | null]>) =>
		all.flatMap(([tag, value]) => (value === null ? [] : [textNode(tag, value)]));
	return {
		tag: 'product',
		attrs: {
			is_hidden: String(hidden),
			...(compliance?.category && { compliance_category: compliance.category }),
		},
		content: [
			...written(texts),
			{
				tag: 'media',
				attrs: {},
				content: imageUrls.map((at) => ({
					tag: 'image',
					attrs: {},
					content: [textNode('url', at)],
				})),
			},
			...written(prices),
			...(compliance?.info ? [compliance.info] : []),
		],
	};
}

/** Null for none, and for an empty one. */
export function wordsIn(node: BinaryNode | undefined, tag: string): string | null {
	return getBinaryNodeChildString(node, tag) || null;
}

export function numberIn(node: BinaryNode | undefined, tag: string): number | null {
	const words = wordsIn(node, tag);
	const number = Number(words ?? NaN);
	return Number.isFinite(number) ? number : null;
}

function timeIn(node: BinaryNode | undefined, tag: string): number | null {
	return Date.parse(wordsIn(node, tag) ?? '') || null;
}
