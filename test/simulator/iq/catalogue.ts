import type { BinaryNode } from '@whiskeysockets/baileys';
import {
	type Catalogue,
	catalogueId,
	type ListedProduct,
	readProduct,
	text,
	writeProduct,
} from '../catalogue';
import type { Account } from '../registry';
import { allChildren, childOf, childrenOf, stanza, textOf } from '../stanza';
import { IqError, type IqHandler, type IqHandlers } from './handler';

/** What somebody offers, as another account sees it. */
export function catalogueOf(owner: Account | undefined, viewer: Account): Catalogue {
	// Whoever is no business has none.
	if (!owner?.catalogue) throw new IqError(404, 'item-not-found');
	const { products, collections } = owner.catalogue;
	const isShown = ({ hidden }: ListedProduct) => owner === viewer || !hidden;
	return { products: products.filter(isShown), collections };
}

/** Of an account that sells. That others are refused with 403 is a guess. */
export function ownCatalogue(account: Account): Catalogue {
	if (!account.platform.startsWith('smb')) throw new IqError(403, 'forbidden');
	account.catalogue ??= { products: [], collections: [] };
	return account.catalogue;
}

/** A page of a list, and where it ends unless that is the end; `after` is where the page before ended. */
export function pageOf<T>(
	all: readonly T[],
	asked: BinaryNode,
	limit: string,
): { page: readonly T[]; paging: BinaryNode[] } {
	const first = Number(textOf(childOf(asked, 'after')) || 0);
	const next = first + Number(textOf(childOf(asked, limit)) || 10);
	return {
		page: all.slice(first, next),
		paging: next < all.length ? [stanza('paging', {}, [text('after', String(next))])] : [],
	};
}

const list: IqHandler = ({ child, device }, { registry }) => {
	const { products } = catalogueOf(registry.accountOf(child.attrs.jid), device.account);
	const { page, paging } = pageOf(products, child, 'limit');
	return [stanza('product_catalog', {}, [...page.map(writeProduct), ...paging])];
};

/** One product (WhatsApp Web's WAWebQueryProductJob). */
const one: IqHandler = ({ child, device }, { registry }) => {
	const { products } = catalogueOf(registry.accountOf(child.attrs.jid), device.account);
	const id = textOf(childOf(child, 'product_id'));
	const found = products.find((product) => product.id === id);
	if (!found) throw new IqError(404, 'item-not-found');
	return [stanza('product_catalog', {}, [writeProduct(found)])];
};

const add: IqHandler = ({ child, device }, { media }) => {
	const { products } = ownCatalogue(device.account);
	const product = readProduct(childOf(child, 'product'), catalogueId(), media);
	if (!product) throw new IqError(406, 'not-acceptable');
	products.push(product);
	return [stanza(child.tag, {}, [writeProduct(product)])];
};

/** The product is what it says: what is left out is gone. */
const edit: IqHandler = ({ child, device }, { media }) => {
	const { products } = ownCatalogue(device.account);
	const written = childOf(child, 'product');
	const id = textOf(childOf(written, 'id'));
	const at = products.findIndex((product) => product.id === id);
	if (at < 0) throw new IqError(404, 'item-not-found');
	const product = readProduct(written, id, media);
	if (!product) throw new IqError(406, 'not-acceptable');
	products[at] = product;
	return [stanza(child.tag, {}, [writeProduct(product)])];
};

const remove: IqHandler = ({ child, device }) => {
	const catalogue = ownCatalogue(device.account);
	const ids = idsIn(child);
	const before = catalogue.products.length;
	catalogue.products = catalogue.products.filter(({ id }) => !ids.includes(id));
	const count = before - catalogue.products.length;
	return [stanza(child.tag, { deleted_count: String(count) })];
};

const setVisibility: IqHandler = ({ child, device, iq }) => {
	if (iq.attrs.smax_id !== '23') throw new IqError(400, 'bad-request');
	const catalogue = ownCatalogue(device.account);
	for (const change of allChildren(child)) {
		const id = textOf(childOf(change, 'id'));
		const hidden = change.attrs.is_hidden === 'true';
		if (!catalogue.products.some((product) => product.id === id)) {
			throw new IqError(404, 'item-not-found');
		}
		catalogue.products = catalogue.products.map((product) =>
			product.id === id ? { ...product, hidden } : product,
		);
	}
	return [];
};

function idsIn(node: BinaryNode): string[] {
	return childrenOf(node, 'product').map((product) => textOf(childOf(product, 'id')));
}

/** What businesses offer. */
export const catalogue: IqHandlers = {
	'get w:biz:catalog product_catalog': list,
	'get w:biz:catalog product': one,
	'set w:biz:catalog product_catalog_add': add,
	'set w:biz:catalog product_catalog_edit': edit,
	'set w:biz:catalog product_catalog_delete': remove,
	'set w:biz:catalog product_visibility_update': setVisibility,
};
