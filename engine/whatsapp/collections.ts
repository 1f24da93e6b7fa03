import {
	getBinaryNodeChild,
	getBinaryNodeChildren,
	type BinaryNode,
} from '@whiskeysockets/baileys';
import type { CatalogCollection } from '../gateway/contract';
import { nextPage, productsIn } from './catalog';
import { askCatalog, IMAGE_SIZE, textNode, type CatalogSocket } from './catalog-query';
import { wordsIn, type ProductFacts } from './product-node';

/** Collections, and products of one, that are asked for at a time. */
const PAGE = 50;
const MAX_PAGES = 50;
/** Of the products that WhatsApp tells of each collection in the list, which nobody here looks at. */
const ONE_ITEM = textNode('item_limit', 1);

export interface CollectionChange {
	name?: string;
	add?: readonly string[];
	remove?: readonly string[];
}

/**
 * The collections of a catalog, as WhatsApp Web asks for them and changed them before it did so by Facebook's GraphQL
 * (WAWebProductCollectionsJob of 2023). Each rejects with WhatsApp's refusal (`refusalCode`), or `QueryTimeout`; `owner` is a JID.
 */
export interface Collections {
	/** As many as there are, up to `limit`. */
	list(owner: string, limit: number): Promise<CatalogCollection[]>;
	products(owner: string, collectionId: string, limit: number): Promise<ProductFacts[]>;
	create(name: string, products: readonly string[]): Promise<Created>;
	/** It has another ID from then on. */
	change(collectionId: string, change: CollectionChange): Promise<Created>;
	delete(collectionId: string): Promise<void>;
}

type Created = Pick<CatalogCollection, 'id' | 'reviewStatus'>;

/** Not Baileys' own getCollections: it reads the first page alone, and no reason for a rejection. */
export function createCollections(sock: CatalogSocket, now: () => number): Collections {
	/** Which visit to the catalog it was, for WhatsApp's statistics. */
	const session = () => textNode('catalog_session_id', now());

	async function write(smaxId: number, op: string, content: BinaryNode[]): Promise<Created> {
		const asked = { tag: 'collection', attrs: { op }, content: [...content, session()] };
		const answer = await askCatalog(sock, 'set', asked, smaxId);
		const node = getBinaryNodeChild(answer, 'collection');
		const id = wordsIn(node, 'id');
		if (id === null) throw new Error('WhatsApp does not say what became of the collection');
		return { id, reviewStatus: statusIn(node) };
	}

	return {
		list: (owner, limit) =>
			inPages(limit, async (size, after) => {
				const answer = await askCatalog(
					sock,
					'get',
					{
						tag: 'collections',
						attrs: { biz_jid: owner },
						content: [textNode('collection_limit', size), ONE_ITEM, ...IMAGE_SIZE, ...after],
					},
					35,
				);
				const page = getBinaryNodeChild(answer, 'collections');
				const found = getBinaryNodeChildren(page, 'collection');
				return { found: found.map(readCollection), next: nextPage(page) };
			}),

		products: (owner, id, limit) =>
			inPages(limit, async (size, after) => {
				const answer = await askCatalog(
					sock,
					'get',
					{
						tag: 'collection',
						attrs: { biz_jid: owner, id },
						content: [textNode('limit', size), ...IMAGE_SIZE, ...after],
					},
					30,
				);
				const page = getBinaryNodeChild(answer, 'collection');
				return { found: productsIn(page), next: nextPage(page) };
			}),

		create: (name, products) =>
			write(36, 'create', [
				textNode('name', name),
				...products.map((id) => ({ tag: 'product', attrs: {}, content: [textNode('id', id)] })),
			]),

		change: (id, { name, add = [], remove = [] }) =>
			write(40, 'update', [
				textNode('id', id),
				...(name === undefined ? [] : [textNode('name', name)]),
				...idsIn('add', add),
				...idsIn('remove', remove),
			]),

		async delete(id) {
			const content = [textNode('id', id), session()];
			const asked = { tag: 'collections', attrs: { op: 'delete' }, content };
			const answer = await askCatalog(sock, 'set', asked, 43);
			const response = getBinaryNodeChild(answer, 'response');
			if (!getBinaryNodeChild(response, 'success')) {
				throw new Error('WhatsApp does not say that the collection is deleted');
			}
		},
	};
}

async function inPages<T>(
	limit: number,
	ask: (size: number, after: BinaryNode[]) => Promise<{ found: T[]; next: string | undefined }>,
): Promise<T[]> {
	const all: T[] = [];
	let after: string | undefined;
	for (let page = 0; page < MAX_PAGES && all.length < limit; page++) {
		const from = after ? [textNode('after', after)] : [];
		const { found, next } = await ask(Math.min(PAGE, limit - all.length), from);
		all.push(...found);
		if (!next) break;
		after = next;
	}
	return all.slice(0, limit);
}

function idsIn(tag: string, ids: readonly string[]): BinaryNode[] {
	if (ids.length === 0) return [];
	return [{ tag, attrs: {}, content: ids.map((id) => textNode('id', id)) }];
}

function readCollection(node: BinaryNode): CatalogCollection {
	return {
		id: wordsIn(node, 'id') ?? '',
		name: wordsIn(node, 'name') ?? '',
		reviewStatus: statusIn(node),
		rejectReason: wordsIn(getBinaryNodeChild(node, 'status_info'), 'reject_reason'),
	};
}

function statusIn(node: BinaryNode | undefined): string | null {
	return wordsIn(getBinaryNodeChild(node, 'status_info'), 'status')?.toLowerCase() ?? null;
}
