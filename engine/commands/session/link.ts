import { generate } from 'lean-qr';
import { toPngBuffer } from 'lean-qr/extras/node_export';
import type { Account } from '../../account/account';
import type { LinkCode, LinkQr } from '../../gateway/contract';

/** Errors: INVALID_SETTING (no phone number), TOO_MANY_CODES, REJECTED, TIMEOUT. */
export async function linkByCode(account: Account): Promise<LinkCode> {
	const offer = await account.linking.byCode();
	return {
		code: offer ? `${offer.text.slice(0, 4)}-${offer.text.slice(4)}` : null,
		expiresAt: offer ? new Date(offer.expiresAt).toISOString() : null,
		status: account.status(),
	};
}

/** Error: TIMEOUT. */
export async function linkByQr(account: Account): Promise<LinkQr> {
	const offer = await account.linking.byQr();
	const png = offer && toPngBuffer(generate(offer.text), { scale: 6 });
	return {
		png: png ? Buffer.from(png).toString('base64') : null,
		text: offer?.text ?? null,
		expiresAt: offer ? new Date(offer.expiresAt).toISOString() : null,
		status: account.status(),
	};
}
