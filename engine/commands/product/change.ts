import type { Account } from '../../account/account';
import {
	EngineError,
	type CatalogProduct,
	type CommandName,
	type Commands,
} from '../../gateway/contract';
import { callOf, online, type Call } from '../online';
import { checkImages, draftOf } from './draft';
import { findProduct, idOf, toProduct } from './find';
import { own } from './owner';
import { noProduct, refusedChange } from './refusals';

export async function create(
	account: Account,
	input: Commands['product.create']['input'],
): Promise<CatalogProduct> {
	const { mediaIds, name } = input;
	return await withImages(account, mediaIds, async (publish) => {
		own(account, 'Products');
		checkImages(mediaIds.length);
		const draft = {
			...{ description: null, price: null, salePrice: null, currency: null },
			...{ retailerId: null, url: null, hidden: false },
			...draftOf(input),
			name: name.trim(),
			imageUrls: await publish(),
		};
		const created = await online(account, changeCall('product.create'), ({ catalogs }) =>
			catalogs.create(draft),
		);
		return toProduct(created);
	});
}

export async function update(
	account: Account,
	{ productId, ...changes }: Commands['product.update']['input'],
): Promise<CatalogProduct> {
	const { mediaIds = [] } = changes;
	return await withImages(account, mediaIds, async (publish) => {
		const owner = own(account, 'Products');
		const id = idOf(productId);
		if (Object.values(changes).every((change) => change === undefined)) throw NOTHING_TO_CHANGE;
		const before = await findProduct(account, owner, id);
		const changed = draftOf(changes, before);
		const imageUrls = mediaIds.length > 0 ? await publish() : before.imageUrls;
		const draft = { ...before, ...changed, imageUrls };
		const updated = await online(account, changeCall('product.update'), ({ catalogs }) =>
			catalogs.edit(id, draft),
		);
		return toProduct(updated);
	});
}

export async function remove(
	account: Account,
	{ productId }: Commands['product.delete']['input'],
): Promise<Commands['product.delete']['output']> {
	const owner = own(account, 'Products');
	const id = idOf(productId);
	const wasThere = await online(account, changeCall('product.delete'), ({ catalogs }) =>
		catalogs.delete(id),
	);
	if (!wasThere) throw noProduct(id, owner);
	return { id, deleted: true };
}

export async function setVisibility(
	account: Account,
	{ productId, hidden }: Commands['product.setVisibility']['input'],
): Promise<Commands['product.setVisibility']['output']> {
	const owner = own(account, 'Products');
	const { id } = await findProduct(account, owner, idOf(productId));
	await online(account, changeCall('product.setVisibility'), ({ catalogs }) =>
		catalogs.setHidden(id, hidden),
	);
	return { id, hidden };
}

const NOTHING_TO_CHANGE = new EngineError(
	'INVALID_CONTENT',
	'Nothing is to be changed of the product.',
	'Add what is to be changed under Options.',
);

function changeCall(command: CommandName): Call {
	return callOf(command, { gapMs: 1_000, refusal: refusedChange });
}

/** The images are uploaded when the rest is known to be good, and deleted here whatever comes of it. */
async function withImages<T>(
	account: Account,
	mediaIds: readonly string[],
	work: (publish: () => Promise<string[]>) => Promise<T>,
): Promise<T> {
	try {
		return await work(async () => {
			const urls: string[] = [];
			for (const id of mediaIds) urls.push(await publishImage(account, id));
			return urls;
		});
	} finally {
		account.media.discard(mediaIds);
	}
}

const MEDIA_CONNECTION: Call = { name: 'media.connection', kind: 'query' };

async function publishImage(account: Account, mediaId: string): Promise<string> {
	const { directPath } = await account.media.publish(mediaId, (refresh) =>
		online(account, MEDIA_CONNECTION, (socket) => socket.mediaConnection(refresh)),
	);
	return catalogImageUrl(directPath);
}

/** WhatsApp wants the address on its general host, not on the one that took the file (Baileys' getUrlFromDirectPath). */
function catalogImageUrl(directPath: string): string {
	return `https://mmg.whatsapp.net${directPath}`;
}
