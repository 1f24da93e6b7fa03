import { Readable } from 'node:stream';
import type {
	IBinaryData,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { fileOf } from '../../../../nodes/shared/media';
import { node } from '../doubles';

interface World {
	binary?: Record<string, Partial<IBinaryData>>;
	httpRequest?: (options: IHttpRequestOptions) => unknown;
}

/** n8n's context of an item whose fields are `parameters`, as far as files need it. */
function context(parameters: IDataObject, { binary = {}, httpRequest }: World = {}) {
	return {
		getNode: () => node,
		getInputData: () => [{ json: {}, binary }],
		getNodeParameter: (name: string) => parameters[name],
		helpers: {
			assertBinaryData: (_item: number, field: string) => {
				const found = binary[field];
				if (!found) throw new Error(`This operation expects the node's input data to contain…`);
				return found;
			},
			getBinaryStream: async (id: string) => Readable.from([Buffer.from(`bytes of ${id}`)]),
			httpRequest: async (options: IHttpRequestOptions) => httpRequest?.(options),
		},
	} as unknown as IExecuteFunctions;
}

async function opened(parameters: IDataObject, world?: World) {
	const { content, details } = await fileOf(context(parameters, world), 0);
	return { text: Buffer.concat(await content.toArray()).toString(), ...details };
}

const failure = async (parameters: IDataObject, world?: World) =>
	await opened(parameters, world).then(
		() => {
			throw new Error('Nothing was thrown');
		},
		(error: unknown) => error as { code?: string; message: string; hint?: string },
	);

describe('a file in a binary field', () => {
	const field = { fileFrom: 'binary', binaryField: 'photo' };

	test('is streamed out of the store of n8n', async () => {
		const binary = {
			photo: { id: 'filesystem:1', data: '', mimeType: 'image/png', fileName: 'a' },
		};
		expect(await opened(field, { binary })).toEqual({
			text: 'bytes of filesystem:1',
			mimetype: 'image/png',
			fileName: 'a',
		});
	});

	test('may be in the item itself', async () => {
		const binary = {
			photo: { data: Buffer.from('here').toString('base64'), mimeType: 'image/png' },
		};
		expect(await opened(field, { binary })).toMatchObject({ text: 'here' });
	});

	test('is missed by name, and the names that are there are told', async () => {
		const binary = {
			data: { data: '', mimeType: 'image/png' },
			other: { data: '', mimeType: 'x' },
		};
		expect(await failure(field, { binary })).toMatchObject({
			message: 'The item has no binary field "photo".',
			hint: 'It has: data, other. Change Input Binary Field to one of these.',
		});
		expect(await failure(field)).toMatchObject({
			hint: expect.stringContaining('No file comes in with this item.'),
		});
	});
});

describe('a file on the web', () => {
	const at = (url: string) => ({ fileFrom: 'url', url });
	const answering = (headers: Record<string, string>) => ({
		httpRequest: () => ({ body: Readable.from([Buffer.from('web')]), headers }),
	});

	test('is opened by the helper of n8n, as a stream and with a limit in time', async () => {
		let asked: IHttpRequestOptions | undefined;
		await opened(at(' https://example.org/a.png '), {
			httpRequest: (options) => {
				asked = options;
				return { body: Readable.from([]), headers: {} };
			},
		});
		expect(asked).toMatchObject({
			url: 'https://example.org/a.png',
			encoding: 'stream',
			timeout: 20_000,
			maxRedirects: 5,
			abortSignal: expect.any(AbortSignal),
		});
	});

	test('is named by the address that it came from at last, which n8n checks like the first', async () => {
		const asked: string[] = [];
		const answers = ['/b/second', 'https://files.example.net/third.pdf?x=1', undefined];
		const file = await opened(at('https://example.org/first'), {
			httpRequest: ({ url }) => {
				asked.push(url);
				const location = answers[asked.length - 1];
				return {
					body: Readable.from([Buffer.from('web')]),
					headers: location ? { location } : {},
					statusCode: location ? 302 : 200,
				};
			},
		});
		expect(asked).toEqual([
			'https://example.org/first',
			'https://example.org/b/second',
			'https://files.example.net/third.pdf?x=1',
		]);
		expect(file).toMatchObject({ text: 'web', fileName: 'third.pdf' });
	});

	test.each([
		['to itself', 'https://example.org/a', 'example.org leads on and on, to no file'],
		['to a file of the server', 'file:///etc/passwd', 'example.org leads to no web address'],
		['to nothing', 'http://', 'example.org leads to no web address'],
	])('that leads %s is an error in words', async (_where, location, words) => {
		const httpRequest = () => ({
			body: Readable.from([]),
			headers: { location },
			statusCode: 301,
		});
		expect(await failure(at('https://example.org/a'), { httpRequest })).toMatchObject({
			code: 'MEDIA_UNREACHABLE',
			message: `The file could not be downloaded: ${words}.`,
		});
	});

	test('that the host does not give is an error with its status', async () => {
		const httpRequest = () => ({ body: Readable.from([]), headers: {}, statusCode: 403 });
		expect(await failure(at('https://example.org/a'), { httpRequest })).toMatchObject({
			message: 'The file could not be downloaded: example.org answered with 403.',
		});
	});

	test.each([
		[
			'its header',
			{ 'content-disposition': 'attachment; filename="in voice.pdf"' },
			'in voice.pdf',
		],
		[
			'its header, in any script',
			{ 'content-disposition': "a; filename*=UTF-8''%C3%A4.pdf" },
			'ä.pdf',
		],
		['its address', {}, 'my file.pdf'],
	])('is named by %s', async (_by, headers, fileName) => {
		const file = await opened(
			at('https://example.org/x/my%20file.pdf?v=1'),
			answering({ 'content-type': 'application/pdf; charset=utf-8', ...headers }),
		);
		expect(file).toEqual({ text: 'web', mimetype: 'application/pdf', fileName });
	});

	test.each(['', 'file:///etc/passwd', '/etc/passwd', 'ftp://example.org/a', 'example.org/a'])(
		'must have a web address: %j',
		async (url) => {
			expect(await failure(at(url))).toMatchObject({ code: 'INVALID_CONTENT' });
		},
	);

	test.each([
		['is not there', { response: { status: 404 } }, 'example.org answered with 404'],
		['does not come', { code: 'ECONNABORTED' }, 'example.org did not answer within 20 seconds'],
		[
			'may not be opened',
			{ message: 'blocked by the policy of n8n' },
			'blocked by the policy of n8n',
		],
	])('that %s is an error in words', async (_what, error, words) => {
		const httpRequest = () => {
			throw Object.assign(new Error('Request failed'), error);
		};
		expect(await failure(at('https://example.org/a'), { httpRequest })).toMatchObject({
			code: 'MEDIA_UNREACHABLE',
			message: `The file could not be downloaded: ${words}.`,
		});
	});
});

describe('a file as Base64', () => {
	const as = (base64: string) => ({ fileFrom: 'base64', base64 });
	const encoded = Buffer.from('bytes?>').toString('base64');

	test.each([
		['plain', encoded, undefined],
		['in lines', `${encoded.slice(0, 4)}\n${encoded.slice(4)}`, undefined],
		['for URLs', Buffer.from('bytes?>').toString('base64url'), undefined],
		['a data URI', `data:image/png;base64,${encoded}`, 'image/png'],
		['a data URI with more in it', `data:audio/ogg;codecs=opus;base64,${encoded}`, 'audio/ogg'],
	])('%s', async (_how, text, mimetype) => {
		expect(await opened(as(text))).toEqual({ text: 'bytes?>', mimetype });
	});

	test.each(['', '  ', 'not base64!', 'https://example.org/a.png'])(
		'must be Base64: %j',
		async (text) => {
			expect(await failure(as(text))).toMatchObject({
				code: 'INVALID_CONTENT',
				message: expect.stringMatching(/^The Base64 field /),
			});
		},
	);
});
