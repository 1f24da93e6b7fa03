import { Readable } from 'node:stream';

import type { IBinaryData, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { BINARY_ENCODING } from 'n8n-workflow';

import type { StoreMedia } from '../../engine/gateway/contract';
import { EngineError } from '../../engine/gateway/contract';
import { asSentence, isEngineError, messageOf } from './errors';
import type { Field, Place } from './fields';
import { nameInHeader, nameInPath } from './file-name';
import { checkIsFile, decodeBase64, isWebPage, webPage } from './no-file';
import { askThrough } from './redirects';

/** Where a file comes from, n8n's own three ways, and the field that names it. */
const FIELDS = { binary: 'binaryField', url: 'url', base64: 'base64' } as const;
type FileSource = keyof typeof FIELDS;

/** A file on its way into the engine: its bytes, and what its source says of it. */
export interface SourceFile {
	content: Readable;
	details: Pick<StoreMedia, 'mimetype' | 'fileName'>;
}

/** Until the host answers; one that stops in the midst of a file is given up by the engine. */
const ANSWER_TIMEOUT_MS = 20_000;
/** For the whole file: 2 GB over a slow line. */
const DOWNLOAD_TIMEOUT_MS = 60 * 60_000;
const MAX_REDIRECTS = 5;

/** A file, which is opened when it is asked for. `what` is the file in the user's words: "image", "video". */
export function sourceFile(what: string, placeholder: string): Field<() => Promise<SourceFile>> {
	return {
		properties: () => fileProperties(what, placeholder),
		read: (place) => async () => await fileOf(place),
	};
}

function fileProperties(what: string, placeholder: string): INodeProperties[] {
	return [
		{
			displayName: 'File From',
			name: 'fileFrom',
			type: 'options',
			options: [
				{
					name: 'Base64',
					value: 'base64',
					description: `The ${what} as Base64 text or a data URI`,
				},
				{
					name: 'Input Binary Field',
					value: 'binary',
					description: `The ${what} that an earlier node put out`,
				},
				{
					name: 'URL',
					value: 'url',
					description: `Where the ${what} is on the web. n8n downloads it.`,
				},
			],
			default: 'binary',
			description: `Where the ${what} comes from`,
		},
		{
			displayName: 'Input Binary Field',
			name: 'binaryField',
			type: 'string',
			default: 'data',
			required: true,
			placeholder: 'e.g. data',
			hint: 'The name of the input binary field containing the file to be sent',
			description: `The name of the binary field that the ${what} is in`,
			displayOptions: { show: { fileFrom: ['binary'] } },
		},
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder,
			description: `Address of the ${what}. n8n must be able to open it.`,
			displayOptions: { show: { fileFrom: ['url'] } },
		},
		{
			displayName: 'Base64',
			name: 'base64',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			required: true,
			placeholder: 'e.g. iVBORw0KGgo… or data:image/png;base64,iVBORw0KGgo…',
			description: `The ${what} as Base64 text or a data URI`,
			displayOptions: { show: { fileFrom: ['base64'] } },
		},
	];
}

/** Opens the file that the parameters name. */
export async function fileOf(place: Place): Promise<SourceFile> {
	const { functions, itemIndex } = place;
	const source = sourceIn(place);
	const value = place.get(FIELDS[source]);
	if (source === 'binary') return await fromBinary(functions, itemIndex, value);
	checkIsFile(source, value, binaryFieldsOf(functions, itemIndex));
	if (source === 'url') return await fromUrl(functions, String(value ?? '').trim());
	return fromBase64(String(value ?? ''));
}

/** In JSON the field that is there says it. */
function sourceIn(place: Place): FileSource {
	const chosen = place.get('fileFrom');
	if (chosen) return chosen as FileSource;
	if (place.get('base64')) return 'base64';
	return place.get('binaryField') ? 'binary' : 'url';
}

/** `value` is the field's name; an expression may yield the binary object itself. */
async function fromBinary(
	functions: IExecuteFunctions,
	itemIndex: number,
	value: unknown,
): Promise<SourceFile> {
	const binary = binaryAt(functions, itemIndex, value);
	const details = { mimetype: binary.mimeType, fileName: binary.fileName };
	// With an id the bytes are in n8n's binary data store, else in the item itself.
	const content = binary.id
		? await functions.helpers.getBinaryStream(binary.id)
		: Readable.from([Buffer.from(binary.data, BINARY_ENCODING)]);
	return { content, details };
}

function binaryAt(functions: IExecuteFunctions, itemIndex: number, value: unknown): IBinaryData {
	const found = binaryIn(functions, itemIndex, value);
	if (found) return found;
	const fields = binaryFieldsOf(functions, itemIndex);
	const name = typeof value === 'string' ? `"${value}"` : 'of this kind';
	throw new EngineError(
		'INVALID_CONTENT',
		`The item has no binary field ${name}.`,
		fields.length > 0
			? `It has: ${fields.join(', ')}. Change Input Binary Field to one of these.`
			: 'No file comes in with this item. Put a node before this one that puts a file out, or choose another source under File From.',
	);
}

function binaryFieldsOf(functions: IExecuteFunctions, itemIndex: number): string[] {
	return Object.keys(functions.getInputData()[itemIndex]?.binary ?? {});
}

/** n8n's own error names neither the fields that are there nor what to do. */
function binaryIn(
	functions: IExecuteFunctions,
	itemIndex: number,
	value: unknown,
): IBinaryData | undefined {
	try {
		return functions.helpers.assertBinaryData(itemIndex, value as string | IBinaryData);
	} catch {
		return undefined;
	}
}

/**
 * Downloads with n8n's own HTTP helper, so that its proxy holds and, where it is on, its protection against internal
 * addresses, also for the places that a host redirects to. Errors: INVALID_CONTENT, MEDIA_UNREACHABLE.
 */
async function fromUrl(functions: IExecuteFunctions, address: string): Promise<SourceFile> {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (!url || !/^https?:$/.test(url.protocol)) {
		throw new EngineError(
			'INVALID_CONTENT',
			address ? `"${address.slice(0, 200)}" is not a web address.` : 'The URL is empty.',
			'Use an address that starts with https:// or http://.',
		);
	}
	try {
		const options = {
			timeout: ANSWER_TIMEOUT_MS,
			abortSignal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS),
		};
		const { body, headers, url: last } = await askThrough(functions, url, options, MAX_REDIRECTS);
		if (await isWebPage(last, headers, body, AbortSignal.timeout(ANSWER_TIMEOUT_MS))) {
			body.destroy();
			throw webPage(url);
		}
		return {
			content: body,
			details: {
				mimetype:
					String(headers['content-type'] ?? '')
						.split(';')[0]
						?.trim() || undefined,
				fileName: (await nameInHeader(headers['content-disposition'])) ?? nameInPath(last),
			},
		};
	} catch (error) {
		throw isEngineError(error) ? error : unreachable(url, error);
	}
}

/** What axios and Node say of what took too long. */
const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ERR_CANCELED', 'ABORT_ERR']);

function unreachable(url: URL, error: unknown): EngineError {
	const { code, response } = error as { code?: string; response?: { status?: number } };
	const why = TIMED_OUT.has(code ?? '')
		? `${url.host} did not answer within ${ANSWER_TIMEOUT_MS / 1000} seconds`
		: response?.status
			? `${url.host} answered with ${response.status}`
			: messageOf(error);
	return new EngineError(
		'MEDIA_UNREACHABLE',
		`The file could not be downloaded: ${asSentence(why)}`,
		'Open the URL in a browser where n8n runs. It must lead to the file itself, without a login.',
		true,
	);
}

/** Error: INVALID_CONTENT. */
function fromBase64(text: string): SourceFile {
	const { bytes, mimetype } = decodeBase64(text);
	return { content: Readable.from([bytes]), details: { mimetype } };
}
