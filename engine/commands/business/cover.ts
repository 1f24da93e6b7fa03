import type { Account } from '../../account/account';
import { EngineError, type Commands } from '../../gateway/contract';
import { callOf, online } from '../online';
import { requireBusiness } from '../require-business';
import { ownProfile } from './profile';

const GAP_MS = 1_000;
const CHANGES = 'Changes of the business profile';

export async function setCover(
	account: Account,
	{ mediaId }: Commands['business.setCover']['input'],
): Promise<Commands['business.setCover']['output']> {
	requireBusiness(account, CHANGES);
	const call = callOf('business.setCover', {
		gapMs: GAP_MS,
		refusal: (code) => (code === 406 ? NOT_ACCEPTED : undefined),
	});
	const coverId = await online(account, call, async ({ businesses, mediaConnection }) => {
		const { receipt } = await account.media.publish(mediaId, mediaConnection);
		if (!receipt) throw NO_RECEIPT;
		await businesses.setCover(receipt);
		return receipt.id;
	});
	return { coverId };
}

export async function removeCover(
	account: Account,
): Promise<Commands['business.removeCover']['output']> {
	requireBusiness(account, CHANGES);
	const { cover } = await ownProfile(account);
	if (!cover) return { coverId: null };
	const call = callOf('business.removeCover', { gapMs: GAP_MS });
	await online(account, call, ({ businesses }) => businesses.removeCover(cover.id));
	return { coverId: cover.id };
}

const NO_RECEIPT = new EngineError(
	'MEDIA_UNREACHABLE',
	"WhatsApp's media server has not confirmed that it has the cover.",
	'Try again later.',
	true,
);

const NOT_ACCEPTED = new EngineError(
	'UNSUPPORTED_MEDIA',
	'WhatsApp does not accept this image as the cover.',
	'Use another image, or save it anew as JPEG in another program.',
);
