import type { VirtualContact, VirtualPhone } from '../index';
import { pageState } from './chat';
import { readQrPicture } from './qr-picture';

/** The two people the page plays. */
export interface Cast {
	readonly owner: VirtualPhone;
	readonly contact: VirtualContact;
}

/** What a request brings. */
export interface ApiRequest {
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

type Handler = (cast: Cast, request: ApiRequest) => unknown;

const state: Handler = ({ owner, contact }) => pageState(owner, contact);

const typeCode: Handler = async ({ owner }, { body }) => {
	await owner.typeCode(textField(body, 'code'));
};

const scanPicture: Handler = async ({ owner }, { body }) => {
	await owner.scan(readQrPicture(body));
};

const scanText: Handler = async ({ owner }, { body }) => {
	await owner.scan(textField(body, 'qr'));
};

const unlink: Handler = ({ owner }) => {
	owner.unlink();
};

const sendText: Handler = async ({ owner, contact }, { body }) => ({
	id: await contact.sendText(owner.number, textField(body, 'text')),
});

const readAll: Handler = async ({ owner, contact }) => {
	const unread = contact.received
		.filter(({ id, from }) => from === owner.number && !contact.hasRead(id))
		.map(({ id }) => id);
	await contact.read(...unread);
	return { ids: unread };
};

const file: Handler = async ({ contact }, { query }) => {
	const id = query.get('id') ?? '';
	return new FileAnswer(await contact.openMedia(id), 'application/octet-stream');
};

/** The API, by method and path. */
export const API: Readonly<Record<string, Handler>> = {
	'GET /api/state': state,
	'GET /api/file': file,
	'POST /api/code': typeCode,
	'POST /api/qr-picture': scanPicture,
	'POST /api/qr-text': scanText,
	'POST /api/unlink': unlink,
	'POST /api/text': sendText,
	'POST /api/read': readAll,
};

/** A text in a JSON body. */
function textField(body: Buffer, name: string): string {
	const parsed: unknown = JSON.parse(body.toString() || '{}');
	const value = parsed && (parsed as Record<string, unknown>)[name];
	if (typeof value !== 'string' || value.trim() === '') throw new BadRequest(`${name} is missing`);
	return value.trim();
}
