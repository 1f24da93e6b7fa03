import type { Simulator, VirtualContact, VirtualGroup } from '../index';
import type { Cast } from './cast';
import { bubbles, pageState } from './chat';
import { readQrPicture } from './qr-picture';

/** What a request is about, and what it brings. */
export interface ApiRequest {
	readonly simulator: Simulator;
	readonly cast: Cast;
	readonly body: Buffer;
	readonly query: URLSearchParams;
}

/** An answer that is no JSON. */
export class FileAnswer {
	constructor(
		readonly content: Buffer,
		readonly type: string,
	) {}
}

/** The caller asked for something that makes no sense. */
export class BadRequest extends Error {}

type Handler = (request: ApiRequest) => unknown;

// --- The phone ------------------------------------------------------------------------------------------------------

const state: Handler = (request) =>
	pageState(request.simulator, request.cast, played(request), chosenGroup(request));

const typeCode: Handler = async ({ cast, body }) => {
	await cast.owner.typeCode(textField(body, 'code'));
};

const scanPicture: Handler = async ({ cast, body }) => {
	await cast.owner.scan(readQrPicture(body));
};

const scanText: Handler = async ({ cast, body }) => {
	await cast.owner.scan(textField(body, 'qr'));
};

const unlink: Handler = ({ cast }) => {
	cast.owner.unlink();
};

// --- Contacts -------------------------------------------------------------------------------------------------------

/** Somebody else, who is in the phone's address book from now on. */
const addContact: Handler = async ({ simulator, cast, body }) => {
	const name = textField(body, 'name');
	const number = textField(body, 'number').replace(/[^0-9]/g, '');
	if (number.length < 8 || number.length > 15 || number === cast.owner.number) {
		throw new BadRequest('A number has 8 to 15 digits, with its country code, and is not your own');
	}
	cast.contacts.set(number, await simulator.contact(number, { name }));
	await cast.owner.addContact(number, name);
	return { number };
};

const sendText: Handler = async (request) => ({
	id: await played(request).sendText(
		chosenGroup(request)?.id ?? request.cast.owner.number,
		textField(request.body, 'text'),
	),
});

const readAll: Handler = async (request) => {
	const contact = played(request);
	const unread = bubbles(request.cast.owner.number, contact, chosenGroup(request)?.id)
		.filter(({ by, status }) => by !== 'contact' && status !== 'read')
		.map(({ id }) => id);
	await contact.read(...unread);
	return { ids: unread };
};

const file: Handler = async (request) => {
	const id = request.query.get('id') ?? '';
	return new FileAnswer(await played(request).openMedia(id), 'application/octet-stream');
};

// --- Groups ---------------------------------------------------------------------------------------------------------

/** The phone founds a group with all contacts. */
const foundGroup: Handler = async ({ simulator, cast, body }) => {
	const { id } = await simulator.group({
		subject: textField(body, 'subject'),
		owner: cast.owner.number,
		members: [...cast.contacts.keys()],
	});
	return { id };
};

/** What the phone does with who is in a group, and what people do themselves. */
const MEMBERSHIP: Readonly<Record<string, (group: VirtualGroup, number: string) => Promise<void>>> =
	{
		add: (group, number) => group.add(number),
		remove: (group, number) => group.remove(number),
		promote: (group, number) => group.promote(number),
		demote: (group, number) => group.demote(number),
		join: (group, number) => group.join(number),
		leave: (group, number) => group.leave(number),
	};

const changeMembership: Handler = async (request) => {
	const group = chosenGroup(request);
	const change = MEMBERSHIP[textField(request.body, 'change')];
	if (!group || !change) throw new BadRequest('There is no such group, or no such change');
	await change(group, played(request).number);
};

const rename: Handler = (request) => {
	chosenGroup(request)?.rename(textField(request.body, 'subject'));
};

/** The API, by method and path. `?contact=` says who is played, `&group=` in which group. */
export const API: Readonly<Record<string, Handler>> = {
	'GET /api/state': state,
	'GET /api/file': file,
	'POST /api/code': typeCode,
	'POST /api/qr-picture': scanPicture,
	'POST /api/qr-text': scanText,
	'POST /api/unlink': unlink,
	'POST /api/contact': addContact,
	'POST /api/text': sendText,
	'POST /api/read': readAll,
	'POST /api/group': foundGroup,
	'POST /api/membership': changeMembership,
	'POST /api/rename': rename,
};

function played({ cast, query }: ApiRequest): VirtualContact {
	const number = query.get('contact');
	const [first] = cast.contacts.values();
	const contact = number === null ? first : cast.contacts.get(number);
	if (!contact) throw new BadRequest('There is no such contact');
	return contact;
}

function chosenGroup({ simulator, query }: ApiRequest): VirtualGroup | undefined {
	const id = query.get('group');
	return id === null ? undefined : simulator.findGroup(id);
}

/** A text in a JSON body. */
function textField(body: Buffer, name: string): string {
	const parsed: unknown = JSON.parse(body.toString() || '{}');
	const value = parsed && (parsed as Record<string, unknown>)[name];
	if (typeof value !== 'string' || value.trim() === '') throw new BadRequest(`${name} is missing`);
	return value.trim();
}
