import { type BinaryNode } from '@whiskeysockets/baileys';
import { stanza } from './stanza';

/** Something a business offers in its catalogue. */
export interface Product {
	readonly id: string;
	readonly name: string;
	readonly description?: string;
	/** In thousandths of the currency, as WhatsApp counts: 12.50 is 12500. */
	readonly price: number;
	/** ISO 4217. */
	readonly currency: string;
	/** The business's own id for it. */
	readonly retailerId?: string;
	/** Its page on the website of the business. */
	readonly url?: string;
	/** JPEG or PNG. */
	readonly image: Buffer;
}

/** A product on offer, with the address of its image. */
export interface ListedProduct extends Product {
	readonly imageUrl: string;
}

/** A product as `product_catalog` has it; rc14 reads these fields (Utils/business.js, parseProductNode). */
export function writeProduct(product: ListedProduct): BinaryNode {
	const { id, name, description, price, currency, retailerId, url, imageUrl } = product;
	return stanza('product', { is_hidden: 'false' }, [
		text('id', id),
		text('name', name),
		...(description === undefined ? [] : [text('description', description)]),
		...(retailerId === undefined ? [] : [text('retailer_id', retailerId)]),
		...(url === undefined ? [] : [text('url', url)]),
		text('price', String(price)),
		text('currency', currency),
		stanza('media', {}, [
			stanza('image', {}, [
				text('id', id),
				text('request_image_url', imageUrl),
				text('original_image_url', imageUrl),
			]),
		]),
		stanza('status_info', {}, [text('status', 'APPROVED'), text('can_appeal', 'false')]),
	]);
}

/** A child that is nothing but text. */
export function text(tag: string, content: string): BinaryNode {
	return stanza(tag, {}, Buffer.from(content));
}
