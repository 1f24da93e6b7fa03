import type { Account } from '../../account/account';
import { personOf } from '../../contacts/people';
import { isSamePerson } from '../../content/events';
import { toIso } from '../../content/iso-time';
import { chatType, jidOfPhone, parseRecipient } from '../../content/jid';
import { EngineError, type AddedParticipant, type AddStatus } from '../../gateway/contract';
import type { Addition } from '../../whatsapp/index';
import { online, type Call } from '../online';
import { MAX_PARTICIPANTS } from './limits';

/** Somebody to add, as it was given. `jid`: the address that WhatsApp has for them; null: it has none. */
export interface Wanted {
	given: string;
	jid: string | null;
	isOwn: boolean;
}

/** Errors: INVALID_RECIPIENT where one of them is no person, before WhatsApp is asked for any. */
export async function findPeople(account: Account, given: readonly string[]): Promise<Wanted[]> {
	if (given.length === 0 || given.length > MAX_PARTICIPANTS) throw wrongNumber(given.length);
	const { ownPhone, recipients } = account;
	const people = given.map((text) => ({ given: text, jid: parsePerson(text, ownPhone()) }));
	const found: Wanted[] = [];
	for (const { given, jid } of people) {
		const known = await recipients
			.resolve(jid, (phone) =>
				online(account, LOOK_UP, (socket) => socket.contacts.resolvePhone(phone)),
			)
			.catch((error: unknown) => {
				if (error instanceof EngineError && error.code === 'NOT_ON_WHATSAPP') return null;
				throw error;
			});
		const own = ownPhone();
		const isOwn = known !== null && own !== null && isOne(account, known, jidOfPhone(own));
		found.push({ given, jid: known, isOwn });
	}
	return found;
}

function isOne({ addresses }: Account, one: string, other: string): boolean {
	return isSamePerson(addresses(one), addresses(other));
}

/** Whether a number is on WhatsApp. */
const LOOK_UP: Call = { name: 'number.lookUp', kind: 'query' };

function parsePerson(text: string, own: string | null): string {
	const jid = parseRecipient(text, own);
	if (chatType(jid) === 'direct') return jid;
	throw new EngineError(
		'INVALID_RECIPIENT',
		`"${text.slice(0, 60)}" is a group: only people can be added.`,
		'Use phone numbers with country code, or IDs that end in @lid.',
	);
}

/** Everybody once, and not ourselves. */
export function toAsk(people: readonly Wanted[]): string[] {
	const jids = people.flatMap(({ jid, isOwn }) => (jid && !isOwn ? [jid] : []));
	return [...new Set(jids)];
}

export function whatBecameOf(
	account: Account,
	people: readonly Wanted[],
	additions: readonly Addition[],
): AddedParticipant[] {
	return people.map(({ given, jid, isOwn }) => {
		const written = jid ?? parsePerson(given, account.ownPhone());
		const addition = additions.find(
			({ jid, alt }) => isOne(account, jid, written) || (alt && isOne(account, alt, written)),
		);
		const address = addition ?? { jid: written, alt: undefined };
		const code = isOwn ? OWN : jid === null ? NOT_ON_WHATSAPP : (addition?.code ?? UNSAID);
		const [status, message] = OUTCOMES[code] ?? refusedWith(code);
		const { invite } = addition ?? {};
		return {
			given,
			...personOf(account, address),
			status,
			message,
			invite: invite ? { code: invite.code, expiresAt: toIso(invite.expiresAt) } : null,
		};
	});
}

const NOT_ON_WHATSAPP = 404;
/** Codes of ours. */
const OWN = -1;
const UNSAID = -2;

const INSTEAD = 'Send an invite instead.';

/** What WhatsApp's numbers mean for somebody who was to be added. */
const OUTCOMES: Readonly<Record<number, readonly [AddStatus, string]>> = {
	200: ['added', 'Added to the group.'],
	401: ['blocked', 'This person has blocked the linked number.'],
	403: [
		'inviteNeeded',
		`This person's privacy settings do not let the number add them. ${INSTEAD}`,
	],
	[NOT_ON_WHATSAPP]: ['notOnWhatsApp', 'This number is not on WhatsApp.'],
	408: ['leftRecently', `This person left the group a short while ago. ${INSTEAD}`],
	409: ['alreadyMember', 'Already a member of the group.'],
	419: ['groupFull', 'The group is full.'],
	[OWN]: ['alreadyMember', 'This is the linked number itself.'],
	[UNSAID]: ['refused', 'WhatsApp did not add this person, and does not say why.'],
};

function refusedWith(code: number): readonly [AddStatus, string] {
	return ['refused', `WhatsApp did not add this person. (WhatsApp error ${code})`];
}

function wrongNumber(count: number): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		count === 0 ? 'No participants are given.' : `${count} participants are too many for a group.`,
		`Give 1 to ${MAX_PARTICIPANTS} phone numbers or chat IDs.`,
	);
}
