import { type BinaryNode } from '@whiskeysockets/baileys';
import { randomInt } from 'node:crypto';
import { childOf, childrenOf, stanza, textOf } from './stanza';

/** Something a business offers in its catalogue. */
export interface Product {
	readonly id: string;
	readonly name: string;
	readonly description?: string;
	/** In thousandths of the currency, as WhatsApp counts: 12.50 is 12500. */
	readonly price?: number;
	readonly salePrice?: number;
	/** ISO 4217. */
	readonly currency?: string;
	/** The business's own id for it. */
	readonly retailerId?: string;
	/** Its page on the website of the business. */
	readonly url?: string;
	/** Only the business itself sees it. */
	readonly hidden?: boolean;
	/** JPEG or PNG. */
	readonly image: Buffer;
}

/** A product on offer, with the addresses of its images. */
export interface ListedProduct extends Product {
	readonly imageUrls: readonly string[];
}

/** Products that a business shows together. */
export interface Collection {
	readonly id: string;
	readonly name: string;
	readonly productIds: readonly string[];
}

/** What a business offers. */
export interface Catalogue {
	products: ListedProduct[];
	collections: Collection[];
}

/** Where images lie. */
interface Files {
	urlOf(path: string): string;
	store(path: string, content: Buffer): void;
	load(path: string): Buffer | undefined;
}

/** Makes a catalogue of products, and puts their images on the media host. */
export function openCatalogue(
	products: readonly Product[],
	number: string,
	media: Files,
): Catalogue {
	return {
		products: products.map((product) => {
			const path = `/products/${number}/${product.id}`;
			media.store(path, product.image);
			return { ...product, imageUrls: [media.urlOf(path)] };
		}),
		collections: [],
	};
}

/** An id such as WhatsApp gives to products and collections. */
export const catalogueId = (): string => String(randomInt(1e15 / 8)).padStart(15, '5');

/**
 * A product as `product_catalog` has it: WhatsApp Web's parseProductNode reads these elements. That there is a sale price is told
 * inside of an element, since it may have dates.
 */
export function writeProduct(product: ListedProduct): BinaryNode {
	const { id, name, description, price, salePrice, currency, retailerId, url, imageUrls } = product;
	const optional = (tag: string, content: string | number | undefined) =>
		content === undefined ? [] : [text(tag, String(content))];
	return stanza(
		'product',
		{ is_hidden: String(product.hidden ?? false), availability: 'in stock' },
		[
			text('id', id),
			text('name', name),
			...optional('description', description),
			...optional('retailer_id', retailerId),
			...optional('url', url),
			...optional('price', price),
			...optional('currency', currency),
			...(salePrice === undefined
				? []
				: [stanza('sale_price', {}, [text('price', String(salePrice))])]),
			stanza(
				'media',
				{},
				imageUrls.map((imageUrl, index) =>
					stanza('image', {}, [
						text('id', `${id}-${index}`),
						text('request_image_url', imageUrl),
						text('original_image_url', imageUrl),
					]),
				),
			),
			stanza('status_info', {}, [text('status', 'APPROVED'), text('can_appeal', 'false')]),
		],
	);
}

const MAX_IMAGES = 10;
const IMAGES = 'https://mmg.whatsapp.net/product/image/';
const JPEG_OR_PNG = /^(ffd8ff|89504e47)/;

/** A product as a business writes it; undefined where WhatsApp would not take it. */
export function readProduct(
	node: BinaryNode | undefined,
	id: string,
	media: Files,
): ListedProduct | undefined {
	const words = (tag: string) => textOf(childOf(node, tag)) || undefined;
	const amount = (tag: string) => (words(tag) === undefined ? undefined : Number(words(tag)));
	const name = words('name');
	const [price, salePrice, currency] = [amount('price'), amount('sale_price'), words('currency')];
	const imageUrls = childrenOf(childOf(node, 'media'), 'image').map((image) =>
		textOf(childOf(image, 'url')),
	);
	const images = imageUrls.map((url) => imageAt(url, media));
	const [image] = images;
	const areWhole = [price, salePrice].every((one) => one === undefined || Number.isInteger(one));
	const isGood =
		areWhole &&
		(price === undefined) === (currency === undefined) &&
		(salePrice === undefined || (price !== undefined && salePrice < price)) &&
		images.length <= MAX_IMAGES &&
		images.every((one) => one !== undefined);
	if (!name || !image || !isGood) return undefined;
	return {
		...{ id, name, image, imageUrls: imageUrls.map((url) => listed(url, media)) },
		...{ price, salePrice, currency },
		...{ description: words('description'), retailerId: words('retailer_id'), url: words('url') },
		hidden: node?.attrs.is_hidden === 'true',
	};
}

/** It was uploaded as it is, for this purpose, or is in the catalogue already. */
function imageAt(url: string, media: Files): Buffer | undefined {
	if (!url.startsWith(IMAGES) && !url.startsWith(media.urlOf('/'))) return undefined;
	const content = media.load(new URL(url).pathname);
	const isPlain = JPEG_OR_PNG.test(content?.subarray(0, 4).toString('hex') ?? '');
	return isPlain ? content : undefined;
}

const listed = (url: string, media: Files) => media.urlOf(new URL(url).pathname);

/** A child that is nothing but text. */
export function text(tag: string, content: string): BinaryNode {
	return stanza(tag, {}, Buffer.from(content));
}
