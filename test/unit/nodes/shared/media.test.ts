import { Readable } from 'node:stream';
import type {
	IBinaryData,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { itemAt } from '../../../../nodes/shared/fields';
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
	const { content, details } = await fileOf(
		itemAt({ functions: context(parameters, world), itemIndex: 0 }),
	);
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
		expect(await opened(as(text))).toStrictEqual({ text: 'bytes?>', mimetype });
	});

	test.each([
		'',
		'  ',
		'not base64!',
		'https://example.org/a.png',
		'hello world',
		'helloworld',
		'hello',
		'photo',
		'{"data":"aGVsbG8="}',
		'data:text/plain,hello',
		'data:image/png;base64,',
		'data:image/png;base64,undefined',
		`${encoded.slice(0, 4)} ${encoded.slice(4)}`,
	])('must be Base64: %j', async (text) => {
		expect(await failure(as(text))).toMatchObject({
			code: 'INVALID_CONTENT',
			message: expect.stringMatching(/^The Base64 field /),
			hint: expect.stringMatching(/\.$/),
		});
	});
});

describe('a field for a file that holds something else', () => {
	const holding = (field: 'url' | 'base64', value: unknown) =>
		({ fileFrom: field, [field]: value }) as IDataObject;
	const LABEL = { url: 'URL', base64: 'Base64' };
	const item = { binary: { data: { data: 'filesystem-v2', id: 'filesystem-v2:1' } } };

	describe.each(['url', 'base64'] as const)('%s', (field) => {
		test.each([
			'filesystem-v2',
			'filesystem-v2:workflows/1/executions/2/binary_data/3',
			'filesystem:4',
			'database',
			'database:5',
			's3',
			's3:workflows/1',
			'azure:6',
			' Database ',
		])('names Input Binary Field for a place of n8n: %j', async (value) => {
			expect(await failure(holding(field, value), item)).toMatchObject({
				code: 'INVALID_CONTENT',
				message: `The ${LABEL[field]} field holds "${value.trim()}": that is where n8n keeps a file, not the file.`,
				hint: expect.stringContaining('choose Input Binary Field under File From'),
			});
		});

		test.each(['undefined', 'null', 'NaN', 'true', '[object Object]', '[object Promise]'])(
			'says that an expression found nothing: %s',
			async (value) => {
				expect(await failure(holding(field, value))).toMatchObject({
					message: `The ${LABEL[field]} field holds the word "${value}": its expression found no file.`,
					hint: expect.stringContaining('choose Input Binary Field under File From'),
				});
			},
		);

		test.each([
			['the file of an item', { data: 'filesystem-v2', mimeType: 'image/png' }],
			['a list', [1, 2, 3]],
		])('names Input Binary Field for %s', async (_what, value) => {
			expect(await failure(holding(field, value))).toMatchObject({
				message: `The ${LABEL[field]} field holds an object, not a text.`,
				hint: expect.stringContaining('choose Input Binary Field under File From'),
			});
		});

		test('names Input Binary Field for the name of one', async () => {
			expect(await failure(holding(field, 'data'), item)).toMatchObject({
				message: `The ${LABEL[field]} field holds the name of the binary field "data".`,
			});
		});
	});

	test('names the other way for what belongs there', async () => {
		expect(await failure(holding('base64', 'https://example.org/a.png'))).toMatchObject({
			hint: 'Choose URL under File From.',
		});
		expect(await failure(holding('url', 'data:image/png;base64,AAAA'))).toMatchObject({
			hint: 'Choose Base64 under File From.',
		});
	});
});

describe('a web page instead of a file', () => {
	const page = (headers: Record<string, string> = {}) => {
		const body = Readable.from([Buffer.from('<!doctype html>')]);
		const headersOfAll = { 'content-type': 'text/html; charset=utf-8', ...headers };
		return { body, world: { httpRequest: () => ({ body, headers: headersOfAll }) } };
	};
	const at = (url: string) => ({ fileFrom: 'url', url });

	test.each([
		['https://drive.google.com/file/d/1a/view?usp=sharing', 'drive.google.com/uc?export=download'],
		['https://www.dropbox.com/s/1a/photo.jpg?dl=0', 'dl=1'],
		['https://onedrive.live.com/?id=1', 'download=1'],
		['https://github.com/a/b/blob/main/photo.png', 'Raw'],
		['https://example.org/photo', 'without a page'],
	])('is refused with what to do: %s', async (url, how) => {
		const { body, world } = page();
		expect(await failure(at(url), world)).toMatchObject({
			code: 'INVALID_CONTENT',
			message: `${new URL(url).host} answered with a web page, not with a file.`,
			hint: expect.stringMatching(/^Use a direct download link: /),
		});
		expect((await failure(at(url), page().world)).hint).toContain(how);
		expect(body.destroyed).toBe(true);
	});

	test('a file that its host calls a page is sent', async () => {
		const body = Readable.from([Buffer.from('%PDF-1.7')]);
		const headers = { 'content-type': 'text/html; charset=UTF-8' };
		const world = { httpRequest: () => ({ body, headers }) };
		expect(await opened(at('https://example.org/bill.php?id=7'), world)).toMatchObject({
			text: '%PDF-1.7',
		});
	});

	test.each([
		[
			'an attachment',
			'https://example.org/x',
			{ 'content-disposition': 'attachment; filename=a.html' },
		],
		['called so', 'https://example.org/report.html', {}],
	])('is sent when it is %s', async (_what, url, headers) => {
		expect(await opened(at(url), page(headers as Record<string, string>).world)).toMatchObject({
			text: '<!doctype html>',
		});
	});
});
