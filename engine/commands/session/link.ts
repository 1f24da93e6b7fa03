import { generate } from 'lean-qr';
import { toPngBuffer } from 'lean-qr/extras/node_export';
import type { Account } from '../../account/account';
import { toIso } from '../../content/iso-time';
import type { LinkCode, LinkQr } from '../../gateway/contract';

/** Black on white with the quiet zone that scanners want: n8n shows the picture on its own background, light or dark. */
const QR_STYLE = { scale: 6, pad: 4, on: [0, 0, 0], off: [255, 255, 255] } as const;

/** Errors: INVALID_SETTING (no phone number), TOO_MANY_CODES, REJECTED, TIMEOUT. */
export async function linkByCode(account: Account): Promise<LinkCode> {
	const offer = await account.linking.byCode();
	return {
		code: offer ? `${offer.text.slice(0, 4)}-${offer.text.slice(4)}` : null,
		expiresAt: toIso(offer?.expiresAt),
		status: account.status(),
	};
}

/** Error: TIMEOUT. */
export async function linkByQr(account: Account): Promise<LinkQr> {
	const offer = await account.linking.byQr();
	const png = offer && toPngBuffer(generate(offer.text), QR_STYLE);
	return {
		png: png ? Buffer.from(png).toString('base64') : null,
		text: offer?.text ?? null,
		expiresAt: toIso(offer?.expiresAt),
		status: account.status(),
	};
}
