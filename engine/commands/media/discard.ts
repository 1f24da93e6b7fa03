import type { Account } from '../../account/account';
import type { Commands } from '../../gateway/contract';

export function discard(
	{ media }: Account,
	{ mediaIds }: Commands['media.discard']['input'],
): null {
	media.discard(mediaIds);
	return null;
}
