import type { Account } from '../../account/account';
import { EngineError, type CallLink, type Commands } from '../../gateway/contract';
import { callOf, online } from '../online';

const GAP_MS = 1_000;

export async function createLink(
	account: Account,
	{ media, startsAt }: Commands['call.createLink']['input'],
): Promise<CallLink> {
	const at = startsAt === undefined ? undefined : timeOf(startsAt, account.now());
	const kind = media === 'voice' ? 'audio' : 'video';
	const call = callOf('call.createLink', { gapMs: GAP_MS });
	const link = await online(account, call, ({ callLinks }) => callLinks.create(kind, at));
	return { link, media, startsAt: at === undefined ? null : new Date(at).toISOString() };
}

/** Error: INVALID_CONTENT. */
function timeOf(text: string, now: number): number {
	const at = Date.parse(text);
	if (at > now) return at;
	throw new EngineError(
		'INVALID_CONTENT',
		Number.isNaN(at)
			? `"${text.slice(0, 60)}" is no date and time.`
			: `The call cannot begin at ${text}: that is over.`,
		'Use a time to come, for example 2030-01-31T18:00:00Z, or leave the start out.',
	);
}
