import type { Account } from '../account/account';
import { personOf } from '../contacts/people';
import { isSamePerson } from '../content/events';
import { toIso } from '../content/iso-time';
import { chatType, groupIdIn, jidOfPhone, parseRecipient } from '../content/jid';
import {
	EngineError,
	type AddedParticipant,
	type AddStatus,
	type Group,
	type groupCommands,
} from '../gateway/contract';
import type { Addition, GroupFacts } from '../whatsapp/index';
import { callOf, online, type Call } from './online';
import type { Run } from './run';

/** WhatsApp's own limits. */
const MAX_SUBJECT = 100;
const MAX_DESCRIPTION = 2_048;
const MAX_PARTICIPANTS = 1_023;

/** What an account can do with groups. */
export const group: { readonly [C in keyof typeof groupCommands]: Run<C> } = {
	async 'group.get'(account, { group }) {
		const id = await findGroup(account, group);
		const call = callOf('group.get', { gapMs: 300, refusal: (code) => refusedToRead(id, code) });
		return toGroup(account, await online(account, call, (socket) => socket.groups.get(id)));
	},

	async 'group.getMany'(account, { limit }) {
		const call = callOf('group.getMany', { gapMs: 1_000 });
		const found = await online(account, call, (socket) => socket.groups.getMany());
		return found
			.sort((a, b) => a.subject.localeCompare(b.subject))
			.slice(0, limit)
			.map((facts) => toGroup(account, facts));
	},

	async 'group.create'(account, { subject: given, description = '', participants }) {
		const subject = given.trim();
		requireLength('The name of a group', subject, 1, MAX_SUBJECT);
		requireLength('The description of a group', description, 0, MAX_DESCRIPTION);
		const people = await findPeople(account, participants);
		const members = toAsk(people);
		if (members.length === 0) throw NOBODY_TO_ADD;
		const call = callOf('group.create', { gapMs: 2_000, refusal: refusedToCreate });
		const { id, createdAt, additions } = await online(account, call, (socket) =>
			socket.groups.create(subject, members),
		);
		return {
			id,
			subject,
			createdAt: toIso(createdAt),
			participants: whatBecameOf(account, people, additions),
			note: description.trim() ? await describe(account, id, description) : null,
		};
	},

	async 'group.addParticipants'(account, { group, participants }) {
		const id = await findGroup(account, group);
		const people = await findPeople(account, participants);
		const members = toAsk(people);
		const call = callOf('group.addParticipants', {
			gapMs: 1_000,
			refusal: (code) => refusedToChange(id, code),
		});
		const additions =
			members.length > 0
				? await online(account, call, (socket) => socket.groups.addParticipants(id, members))
				: [];
		return { id, participants: whatBecameOf(account, people, additions) };
	},
};

/** Null, or why the new group has no description: it is there nevertheless. */
async function describe(account: Account, id: string, text: string): Promise<string | null> {
	const call: Call = {
		name: 'group.description',
		kind: 'idempotent',
		refusal: (code) => refusedToChange(id, code),
	};
	try {
		await online(account, call, (socket) => socket.groups.setDescription(id, text));
		return null;
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return `The group was created, but its description was not set: ${why}`;
	}
}

// --- Which group ----------------------------------------------------------------------------------------------------

/** By its ID, or by its subject where only one has it. */
async function findGroup(account: Account, given: string): Promise<string> {
	const id = groupIdIn(given);
	if (id) return id;
	const subject = given.trim();
	if (!subject) throw NO_GROUP_GIVEN;
	const named = await online(account, callOf('group.getMany'), (socket) => socket.groups.names());
	const found = [
		named.filter(({ name }) => name.trim() === subject),
		named.filter(({ name }) => name.trim().toLowerCase() === subject.toLowerCase()),
	].find(({ length }) => length > 0);
	const [first, ...others] = found ?? [];
	if (!first) throw noSuchName(subject);
	if (others.length > 0) throw severalOfName(subject, found ?? []);
	return first.chat;
}

function toGroup(account: Account, { owner, participants, ...facts }: GroupFacts): Group {
	return {
		...facts,
		owner: owner && personOf(account, owner),
		participants: participants.map(({ role, ...address }) => ({
			...personOf(account, address),
			role,
		})),
	};
}

// --- Who is added ---------------------------------------------------------------------------------------------------

/** Somebody to add, as it was given. `jid`: the address that WhatsApp has for them; null: it has none. */
interface Wanted {
	given: string;
	jid: string | null;
	isOwn: boolean;
}

/** Errors: INVALID_RECIPIENT where one of them is no person, before WhatsApp is asked for any. */
async function findPeople(account: Account, given: readonly string[]): Promise<Wanted[]> {
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
function toAsk(people: readonly Wanted[]): string[] {
	const jids = people.flatMap(({ jid, isOwn }) => (jid && !isOwn ? [jid] : []));
	return [...new Set(jids)];
}

function whatBecameOf(
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

// --- What is refused ------------------------------------------------------------------------------------------------

function refusedToRead(id: string, code: number): EngineError | undefined {
	if (code === 404) return noSuchGroup(id);
	return code === 401 || code === 403 ? notAMember(id) : undefined;
}

function refusedToChange(id: string, code: number): EngineError | undefined {
	if (code === 401) {
		return new EngineError(
			'NOT_ALLOWED',
			`The linked number is not an admin of the group ${id}, and only admins may do this there.`,
			'Ask an admin of the group to make it one, or to do it.',
		);
	}
	return refusedToRead(id, code);
}

function refusedToCreate(code: number): EngineError | undefined {
	if (code !== 406) return undefined;
	return new EngineError(
		'REJECTED',
		'WhatsApp did not accept the name or the participants of the group. Nothing was created.',
		'Try another name, and fewer participants.',
	);
}

function noSuchGroup(id: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`There is no group ${id}.`,
		'Check its ID, or choose the group from the list.',
	);
}

function notAMember(id: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`The linked number is not a member of the group ${id}.`,
		'Choose a group that it is in from the list.',
	);
}

const NO_GROUP_GIVEN = new EngineError(
	'INVALID_RECIPIENT',
	'No group is given.',
	'Choose the group from the list, or use its ID or its name.',
);

function noSuchName(subject: string): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		`The linked number is in no group that is called "${subject.slice(0, MAX_SUBJECT)}".`,
		'Use the ID of the group, which ends in @g.us, or its whole name.',
	);
}

function severalOfName(subject: string, groups: readonly { chat: string }[]): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		`${groups.length} groups are called "${subject}".`,
		`Use the ID of the one that is meant: ${groups.map(({ chat }) => chat).join(', ')}`,
	);
}

const NOBODY_TO_ADD = new EngineError(
	'NOT_ON_WHATSAPP',
	'None of the participants is somebody else on WhatsApp, so there is no group to create.',
	'Check the numbers and their country codes. The linked number is in the group anyway.',
);

function wrongNumber(count: number): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		count === 0 ? 'No participants are given.' : `${count} participants are too many for a group.`,
		`Give 1 to ${MAX_PARTICIPANTS} phone numbers or chat IDs.`,
	);
}

function requireLength(what: string, text: string, min: number, max: number): void {
	const { length } = [...text];
	if (length >= min && length <= max) return;
	throw new EngineError(
		'INVALID_CONTENT',
		length < min ? `${what} is empty.` : `${what} has ${length} characters.`,
		`Use ${min > 0 ? `${min} to` : 'up to'} ${max} characters.`,
	);
}
