import { downloadMediaMessage, type WAMediaUpload } from '@whiskeysockets/baileys';
import { randomBytes } from 'node:crypto';
import tls from 'node:tls';
import type { Simulator, VirtualContact, VirtualPhone } from '../simulator';
import type { RawClient } from '../simulator/raw-client';
import { setStage, type Stage } from './simulator-support';

let stage: Stage;
let sim: Simulator;
let client: RawClient;
let phone: VirtualPhone;
let bob: VirtualContact;

beforeAll(async () => {
	stage = await setStage(5511900003000);
	({ sim } = stage);
	tls.setDefaultCACertificates([...tls.getCACertificates('default'), sim.endpoint.ca]);
	phone = sim.phone(stage.newNumber());
	client = await stage.linked(phone.number);
	bob = await sim.contact(stage.newNumber(), { name: 'Bob' });
});
afterEach(() => stage.check());
afterAll(async () => await stage.close());

describe('channels', () => {
	/** A mutation rc14 has no method for; resolves to the JSON of the answer. */
	async function mex(id: string, variables: object): Promise<unknown> {
		const { content } = await client.socket.query({
			tag: 'iq',
			attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'w:mex' },
			content: [
				{
					tag: 'query',
					attrs: { query_id: id },
					content: Buffer.from(JSON.stringify({ variables })),
				},
			],
		});
		const [result] = Array.isArray(content) ? content : [];
		return JSON.parse(Buffer.from((result?.content ?? []) as Uint8Array).toString());
	}

	const INVITE = '9387141988078609';

	it('show what they are', async () => {
		const news = await sim.channel({
			name: 'News',
			description: 'All of it',
			admins: [phone.number],
			subscribers: [bob.number],
		});
		const shown = {
			id: news.id,
			thread_metadata: { name: { text: 'News' }, subscribers_count: '1' },
			viewer_metadata: { role: 'OWNER' },
		};
		expect(await client.socket.newsletterMetadata('jid', news.id)).toMatchObject(shown);
		expect(await client.socket.newsletterMetadata('invite', news.inviteCode)).toMatchObject(shown);
		await expect(client.socket.newsletterMetadata('jid', '1@newsletter')).rejects.toThrow(
			'GraphQL server error: Not Found',
		);
	});

	it('let admins invite admins, and nobody else', async () => {
		const own = await sim.channel({ name: 'Own', admins: [phone.number] });
		const answer = await mex(INVITE, { newsletter_id: own.id, user_id: bob.jid });
		const invite = await own.waitForInvite(bob.number);
		expect(answer).toEqual({
			data: {
				xwa2_newsletter_admin_invite_create: {
					id: own.id,
					invite_expiration_time: String(invite.expiresAt),
				},
			},
		});
		expect(invite.expiresAt).toBeGreaterThan(Date.now() / 1000);
		const others = await sim.channel({ name: 'Others', admins: [bob.number] });
		expect(await mex(INVITE, { newsletter_id: others.id, user_id: bob.lid })).toMatchObject({
			data: null,
			errors: [{ message: 'Not Authorized', extensions: { error_code: 403 } }],
		});
		expect(others.invites).toEqual([]);
		expect(await mex('1', {})).toMatchObject({ errors: [{ message: 'Bad Request', path: [] }] });
	});
});

describe('catalogues', () => {
	it('are read page by page, with images', async () => {
		const image = randomBytes(100);
		const common = { price: 12_500, currency: 'BRL', image };
		bob.catalogue = [
			{ id: '1', name: 'Cake', description: 'With cherries', retailerId: 'C1', ...common },
			{ id: '2', name: 'Pie', url: 'https://example.com/pie', ...common },
		];
		const first = await client.socket.getCatalog({ jid: bob.jid, limit: 1 });
		expect(first.products).toMatchObject([
			{
				id: '1',
				name: 'Cake',
				description: 'With cherries',
				price: 12_500,
				currency: 'BRL',
				retailerId: 'C1',
				reviewStatus: { whatsapp: 'APPROVED' },
			},
		]);
		const response = await fetch(first.products[0]?.imageUrls.original ?? '');
		expect(Buffer.from(await response.arrayBuffer())).toEqual(image);
		const cursor = first.nextPageCursor;
		const second = await client.socket.getCatalog({ jid: bob.jid, cursor });
		expect(second).toMatchObject({ products: [{ id: '2', url: 'https://example.com/pie' }] });
		expect(second.nextPageCursor).toBeUndefined();
		await expect(client.socket.getCatalog({ jid: phone.jid })).rejects.toThrow('item-not-found');
	});
});

describe('the media host', () => {
	const file = randomBytes(200_000);
	const send = (document: WAMediaUpload) =>
		client.socket.sendMessage(bob.jid, { document, mimetype: 'application/octet-stream' });

	/** A file of Bob's, as the client has received it. */
	async function receivedFile() {
		const id = await bob.sendMedia(phone.number, 'document', file, { fileName: 'data' });
		return await client.messages.waitFor(({ key }) => key.id === id);
	}

	const uploadsSince = (count: number) => sim.media.uploads.slice(count);

	it('counts uploads, those that fail as well', async () => {
		const before = sim.media.uploads.length;
		const sent = await send(file);
		const id = sent?.key.id ?? '';
		await bob.waitForMessage(id);
		expect(await bob.openMedia(id)).toEqual(file);
		const upload = { size: expect.any(Number), path: expect.stringMatching(/^\/mms\/document\//) };
		expect(uploadsSince(before)).toEqual([{ ...upload, status: 200 }]);
		expect(sim.media.load(uploadsSince(before)[0]?.path ?? '')).toBeDefined();
		sim.faults.failMediaUpload(503, 2);
		await expect(send(file)).rejects.toThrow('Media upload failed');
		await expect(send(file)).rejects.toThrow('Media upload failed');
		await send(file);
		expect(uploadsSince(before).map(({ status }) => status)).toEqual([200, 503, 503, 200]);
	});

	it('may hang, and go on', async () => {
		const before = sim.media.uploads.length;
		const fault = sim.faults.hangMediaUpload();
		const sending = send(file);
		await sim.media.waitForUpload((upload) => sim.media.uploads.indexOf(upload) >= before);
		expect(sim.traffic.entries(phone.number).at(-1)?.stanza.tag).not.toBe('message');
		fault.release();
		const sent = await sending;
		await bob.waitForMessage(sent?.key.id ?? '');

		const message = await receivedFile();
		const stuck = sim.faults.hangMediaDownload();
		const download = downloadMediaMessage(message, 'buffer', {});
		const path = message.message?.documentMessage?.directPath;
		await sim.media.waitForDownload((transfer) => transfer.path === path);
		stuck.release();
		expect(await download).toEqual(file);
	});

	it('may bring other bytes, or nothing any more', async () => {
		const message = await receivedFile();
		sim.faults.alterMediaDownload();
		const altered = await downloadMediaMessage(message, 'buffer', {});
		expect(altered).toHaveLength(file.length);
		expect(altered).not.toEqual(file);
		sim.faults.failMediaDownload(410);
		await expect(downloadMediaMessage(message, 'buffer', {})).rejects.toThrow('Failed to fetch');
		expect(await downloadMediaMessage(message, 'buffer', {})).toEqual(file);
		const path = message.message?.documentMessage?.directPath;
		const downloads = sim.media.downloads.filter((transfer) => transfer.path === path);
		expect(downloads.map(({ status }) => status)).toEqual([200, 410, 200]);
	});

	it('serves parts of files', async () => {
		sim.media.store('/some/file', Buffer.from('0123456789'));
		const url = sim.media.urlOf('/some/file');
		const part = await fetch(url, { headers: { range: 'bytes=2-5' } });
		expect([part.status, await part.text()]).toEqual([206, '2345']);
		expect(part.headers.get('content-range')).toBe('bytes 2-5/10');
		const rest = await fetch(url, { headers: { range: 'bytes=8-' } });
		expect(await rest.text()).toBe('89');
	});
});
