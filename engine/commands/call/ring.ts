import type { Account } from '../../account/account';
import type { Ring } from '../../calls/ringing';
import { personOf } from '../../contacts/people';
import { EngineError, type Commands, type RingResult } from '../../gateway/contract';
import { kindOf } from '../../log';
import { newCallId } from '../../whatsapp/index';
import { findPerson } from '../find-person';
import { callOf, online, type Call } from '../online';
import { requireLinked } from '../require-linked';

const SHORTEST_MS = 5_000;
const LONGEST_MS = 15_000;

const HANG_UP: Call = { name: 'call.hangUp', kind: 'idempotent' };

/** Has somebody's phone ring for some seconds, and hangs up; at once where they pick up or reject it. */
export async function ring(
	account: Account,
	{ contact, forMs = SHORTEST_MS }: Commands['call.ring']['input'],
): Promise<RingResult> {
	requireLinked(account);
	if (!(forMs >= SHORTEST_MS && forMs <= LONGEST_MS)) throw wrongTime(forMs);
	const { jid, phone, lid } = await findPerson(account, contact);
	if (phone !== null && phone === account.ownPhone()) throw OURSELVES;
	requireFree(account);
	const callId = newCallId();
	const to = lid ?? jid;
	const made = account.ringing.begin(callId);
	try {
		await online(account, callOf('call.ring', { refusal }), ({ rings }) => rings.ring(to, callId));
		await account.changes.until(() => isOver(made) || undefined, forMs);
		await hangUp(account, to, callId);
	} finally {
		made.end();
	}
	const person = personOf(account, { jid, alt: lid ?? undefined });
	return { callId, to: person, ...OUTCOMES[made.step ?? 'notReached'] };
}

const isOver = ({ step }: Ring) => step === 'answered' || step === 'rejected';

/** What has rung has rung: it is not to be done again because the end of it failed. WhatsApp ends it within a minute then. */
async function hangUp(account: Account, to: string, callId: string): Promise<void> {
	try {
		await online(account, HANG_UP, ({ rings }) => rings.hangUp(to, callId));
	} catch (error) {
		account.log.info('A ring could not be ended', { error: kindOf(error) });
	}
}

const OUTCOMES: Readonly<Record<RingResult['status'], Pick<RingResult, 'status' | 'message'>>> = {
	reached: { status: 'reached', message: 'The phone rang, and nobody picked up.' },
	answered: {
		status: 'answered',
		message: 'They picked up. Nobody spoke, and the call was ended.',
	},
	rejected: { status: 'rejected', message: 'They declined the call.' },
	notReached: {
		status: 'notReached',
		message:
			'No phone of theirs said that it rings: it is off or offline, or they have blocked this number, which WhatsApp does not tell.',
	},
};

function requireFree({ ringing }: Account): void {
	const obstacle = ringing.obstacle();
	if (obstacle === 'busy') throw BUSY;
	if (obstacle === 'tooMany') throw TOO_MANY;
}

function wrongTime(ms: number): EngineError {
	return new EngineError(
		'INVALID_SETTING',
		`A phone cannot ring for ${ms / 1000} seconds: it is 5 to 15.`,
		'Set Ring For to a number from 5 to 15.',
	);
}

/** WhatsApp's refusals of calls are not documented; these have HTTP's meanings. */
function refusal(code: number): EngineError | undefined {
	if (code !== 401 && code !== 403) return undefined;
	return new EngineError(
		'NOT_ALLOWED',
		`WhatsApp does not let this number call them. (WhatsApp error ${code})`,
		'They may have blocked this number, or silence calls of people they do not know. Write to them instead.',
	);
}

const OURSELVES = new EngineError(
	'INVALID_RECIPIENT',
	'This is the linked number itself, which cannot call itself.',
	'Use the number of somebody else.',
);

const BUSY = new EngineError(
	'RATE_LIMITED',
	'The number is ringing somebody else at the moment, and can make one call at a time.',
	'Try again in some seconds. Items of one node ring one after another by themselves.',
	true,
);

const TOO_MANY = new EngineError(
	'RATE_LIMITED',
	'The number has rung five times within the last minute. More than that looks like harassment, and WhatsApp bans numbers for it.',
	'Wait a minute, and ring fewer people, with a Wait node between them.',
	true,
);
