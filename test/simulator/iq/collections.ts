import type { BinaryNode } from '@whiskeysockets/baileys';
import { catalogueId, type Collection, text, writeProduct } from '../catalogue';
import { childOf, childrenOf, stanza, textOf } from '../stanza';
import { catalogueOf, ownCatalogue, pageOf } from './catalogue';
import { IqError, type IqHandler, type IqHandlers } from './handler';

/** Each of WhatsApp Web's queries has its number. */
function requireSmaxId(iq: BinaryNode, ...ids: string[]): void {
	if (!ids.includes(iq.attrs.smax_id ?? '')) throw new IqError(400, 'bad-request');
}

const status = () => stanza('status_info', {}, [text('status', 'APPROVED')]);

const list: IqHandler = ({ iq, child, device }, { registry }) => {
	requireSmaxId(iq, '35');
	const catalogue = catalogueOf(registry.accountOf(child.attrs.biz_jid), device.account);
	const { page, paging } = pageOf(catalogue.collections, child, 'collection_limit');
	const shown = Number(textOf(childOf(child, 'item_limit')));
	const collections = page.map(({ id, name, productIds }) => {
		const products = catalogue.products.filter((product) => productIds.includes(product.id));
		return stanza('collection', {}, [
			...[text('id', id), text('name', name), status()],
			...products.slice(0, shown).map(writeProduct),
		]);
	});
	// There is always a paging, which on the last page is empty.
	const last = [stanza('paging', {}, [stanza('after')])];
	return [stanza('collections', {}, [...collections, ...(paging.length > 0 ? paging : last)])];
};

const products: IqHandler = ({ iq, child, device }, { registry }) => {
	requireSmaxId(iq, '30');
	const catalogue = catalogueOf(registry.accountOf(child.attrs.biz_jid), device.account);
	const found = catalogue.collections.find(({ id }) => id === child.attrs.id);
	if (!found) throw new IqError(404, 'item-not-found');
	const shown = catalogue.products.filter(({ id }) => found.productIds.includes(id));
	const { page, paging } = pageOf(shown, child, 'limit');
	return [
		stanza('collection', {}, [
			...[text('id', found.id), text('name', found.name), status()],
			...page.map(writeProduct),
			...paging,
		]),
	];
};

/** A collection has products of the own catalogue, and no other has the same ones; else WhatsApp answers 406. */
const write: IqHandler = ({ iq, child, device }) => {
	const isNew = child.attrs.op === 'create';
	requireSmaxId(iq, isNew ? '36' : '40');
	const catalogue = ownCatalogue(device.account);
	const words = (tag: string) => textOf(childOf(child, tag));
	const before = catalogue.collections.find(({ id }) => id === words('id'));
	if (!isNew && !before) throw new IqError(404, 'item-not-found');
	const idsIn = (tag: string) => childrenOf(childOf(child, tag), 'id').map(textOf);
	const removed = idsIn('remove');
	const given = isNew
		? childrenOf(child, 'product').map((product) => textOf(childOf(product, 'id')))
		: idsIn('add');
	const productIds = [...new Set([...(before?.productIds ?? []), ...given])].filter(
		(id) => !removed.includes(id),
	);
	const collection: Collection = {
		id: catalogueId(),
		name: words('name') || (before?.name ?? ''),
		productIds,
	};
	const others = catalogue.collections.filter((other) => other !== before);
	const isGood =
		collection.name !== '' &&
		productIds.length > 0 &&
		productIds.every((id) => catalogue.products.some((product) => product.id === id)) &&
		!others.some((other) => isSameSet(other.productIds, productIds));
	if (!isGood) throw new IqError(406, 'not-acceptable');
	catalogue.collections = [...others, collection];
	return [stanza('collection', {}, [text('id', collection.id), status()])];
};

const remove: IqHandler = ({ iq, child, device }) => {
	requireSmaxId(iq, '43');
	const catalogue = ownCatalogue(device.account);
	const gone = textOf(childOf(child, 'id'));
	const left = catalogue.collections.filter(({ id }) => id !== gone);
	if (left.length === catalogue.collections.length) throw new IqError(404, 'item-not-found');
	catalogue.collections = left;
	return [stanza('response', {}, [stanza('success')])];
};

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
	return one.length === other.length && one.every((id) => other.includes(id));
}

/** What businesses show together, as WhatsApp Web's WAWebProductCollectionsJob of 2023 asks for it. */
export const collections: IqHandlers = {
	'get w:biz:catalog collections': list,
	'get w:biz:catalog collection': products,
	'set w:biz:catalog collection': write,
	'set w:biz:catalog collections': remove,
};
