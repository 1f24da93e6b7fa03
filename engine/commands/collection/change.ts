import type { Account } from '../../account/account';
import {
	EngineError,
	MAX_LABEL,
	type CatalogCollection,
	type ChangedCollection,
	type CommandName,
	type Commands,
} from '../../gateway/contract';
import type { CollectionChange } from '../../whatsapp/index';
import { callOf, online, type Call } from '../online';
import { own } from '../product/owner';
import { requireLength } from '../require-length';
import { idOf, WHAT } from './find';
import { noCollection, refusedCollection } from './refusals';

export async function create(
	account: Account,
	{ name: given, products: ids }: Commands['collection.create']['input'],
): Promise<CatalogCollection> {
	own(account, WHAT);
	const name = nameOf(given);
	const products = productsOf(ids);
	const call = callOf('collection.create', { gapMs: 1_000, refusal: refusedCollection });
	const created = await online(account, call, ({ collections }) =>
		collections.create(name, products),
	);
	return { ...created, name, rejectReason: null };
}

export async function rename(
	account: Account,
	{ collectionId, name: given }: Commands['collection.rename']['input'],
): Promise<Commands['collection.rename']['output']> {
	own(account, WHAT);
	const name = nameOf(given);
	return { ...(await change(account, 'collection.rename', collectionId, { name })), name };
}

export async function addProducts(
	account: Account,
	{ collectionId, products }: Commands['collection.addProducts']['input'],
): Promise<Commands['collection.addProducts']['output']> {
	own(account, WHAT);
	const add = productsOf(products);
	const changed = await change(account, 'collection.addProducts', collectionId, { add });
	return { ...changed, added: add };
}

export async function removeProducts(
	account: Account,
	{ collectionId, products }: Commands['collection.removeProducts']['input'],
): Promise<Commands['collection.removeProducts']['output']> {
	own(account, WHAT);
	const removed = productsOf(products);
	const changed = await change(account, 'collection.removeProducts', collectionId, {
		remove: removed,
	});
	return { ...changed, removed };
}

export async function remove(
	account: Account,
	{ collectionId }: Commands['collection.delete']['input'],
): Promise<Commands['collection.delete']['output']> {
	own(account, WHAT);
	const id = idOf(collectionId);
	const call = changeCall(account, 'collection.delete', id);
	await online(account, call, ({ collections }) => collections.delete(id));
	return { id, deleted: true };
}

async function change(
	account: Account,
	command: CommandName,
	collectionId: string,
	changes: CollectionChange,
): Promise<ChangedCollection> {
	const previousId = idOf(collectionId);
	const call = changeCall(account, command, previousId);
	const changed = await online(account, call, ({ collections }) =>
		collections.change(previousId, changes),
	);
	return { id: changed.id, previousId, reviewStatus: changed.reviewStatus };
}

function changeCall(account: Account, command: CommandName, id: string): Call {
	return callOf(command, {
		gapMs: 1_000,
		refusal: (code) =>
			code === 404 ? noCollection(id, own(account, WHAT)) : refusedCollection(code),
	});
}

/** Error: INVALID_CONTENT. */
function nameOf(given: string): string {
	const name = given.trim();
	requireLength('The name of the collection', name, 1, MAX_LABEL);
	return name;
}

/** Each once. Error: INVALID_CONTENT where there is none. */
function productsOf(given: readonly string[]): string[] {
	const ids = [...new Set(given.map((id) => id.trim()).filter((id) => id !== ''))];
	if (ids.length > 0) return ids;
	throw new EngineError(
		'INVALID_CONTENT',
		'No products are given.',
		'Fill in Product IDs, with commas between them. Product > Get Many puts each out as id.',
	);
}
