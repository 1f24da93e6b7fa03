import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createFleet } from '../../engine/fleet/fleet';
import { moveOut } from '../../engine/fleet/moving-out';
import type { AccountRef, Gateway } from '../../engine/gateway/contract';
import { createHost } from '../../engine/host/host';
import { BOB, collect, link, OWNER, send, text, untilConnected } from '../engine/support';
import { png } from '../support/files';
import { Command, environmentOf } from './command';
import { useFleet, type FleetHost } from './support';

/** A number comes back from Postgres into a folder, where n8n's regular mode uses it. */
const bench = useFleet();

const ID = 'credential1';
const TRIGGER = { durableId: 'workflow:trigger' };

let complaints: number;
let hosts: Gateway[];
beforeEach(() => {
	complaints = 0;
	hosts = [];
	bench.simulator.traffic.subscribe(({ stanza: { tag, attrs } }) => {
		if (tag === 'receipt' && attrs.type === 'retry') complaints++;
	});
});
afterEach(async () => {
	for (const host of hosts) await host.close();
});

/** A process of n8n that keeps numbers in Postgres, with one that is linked. */
async function linked(): Promise<FleetHost> {
	const process = bench.start();
	await link({ ...process, simulator: bench.simulator });
	return process;
}

const move = async ({ options }: FleetHost, dataDir: string, id = ID) =>
	await moveOut({
		...{ id, dataDir, encryptionKey: options.encryptionKey },
		postgres: bench.postgres.options,
	});

/** n8n in its regular mode, with the numbers of this folder. */
async function regular({ options }: FleetHost, dataDir: string) {
	const { encryptionKey, endpoint } = options;
	const host = createHost({ encryptionKey, dataDir, endpoint, clock: bench.clock });
	hosts.push(host);
	await host.resume();
	const its = { host, account: bench.account };
	await untilConnected(its);
	return its;
}

async function works(its: { host: Gateway; account: AccountRef }): Promise<void> {
	const events = await collect(its, ['message.incoming'], { ...TRIGGER, start: 'resume' });
	const { messageId } = await send(its, text(BOB, 'from the folder'));
	await bench.bob.waitForMessage(messageId);
	const theirs = await bench.bob.sendText(OWNER, 'to the folder');
	await events.next('message.incoming', (event) => event.messageId === theirs);
	expect(bench.simulator.phone(OWNER).devices()).toHaveLength(1);
	expect(complaints).toBe(0);
}

test('It goes on in the folder with all that waited to be sent, and Postgres has nothing of it', async () => {
	const process = await linked();
	await collect(process, ['message.incoming'], TRIGGER);
	const before = await send(process, text(BOB, 'from Postgres'));
	await bench.bob.waitForMessage(before.messageId);
	bench.simulator.faults.refuseConnections(true);
	bench.simulator.faults.dropConnections(OWNER);
	const waiting = await send(process, text(BOB, 'later'));
	const { mediaId } = await process.host.storeMedia(
		process.account,
		{ kind: 'image' },
		Readable.from([png()]),
	);
	const image = await send(process, text(BOB, '', { content: { type: 'image', mediaId } }));
	await process.host.close();
	const missed = await bench.bob.sendText(OWNER, 'meanwhile');
	bench.simulator.faults.refuseConnections(false);

	const folder = bench.folder();
	const environment = environmentOf(bench.folder(), process.options, bench.postgres.options);
	const command = new Command(['export', ID, folder], environment);
	expect(await command.ended).toBe(0);
	const dataDir = join(folder, 'whatsapp-linked');
	expect(command.stdout).toContain(join(dataDir, ID));
	expect(readdirSync(dataDir)).toEqual([ID]);
	for (const table of ['wa_log', 'wa_file', 'wa_mailbox', 'wa_process']) {
		expect(await bench.postgres.query(`SELECT count(*) FROM ${table}`)).toEqual([['0']]);
	}

	const its = await regular(process, dataDir);
	await bench.bob.waitForMessage(waiting.messageId);
	await bench.bob.waitForMessage(image.messageId);
	const events = await collect(its, ['message.incoming'], { ...TRIGGER, start: 'resume' });
	await events.next('message.incoming', (event) => event.messageId === missed);
	await works(its);
	const ids = bench.bob.received.map(({ id }) => id);
	expect(ids).toHaveLength(new Set(ids).size);
});

test('A process of n8n that still runs keeps it', async () => {
	const process = await linked();
	const folder = bench.folder();
	await expect(move(process, folder)).rejects.toMatchObject({
		code: 'IN_USE',
		hint: expect.stringContaining('Stop n8n first'),
	});
	expect(readdirSync(folder)).toEqual([]);
	await bench.bob.waitForMessage((await send(process, text(BOB, 'still here'))).messageId);
});

test('What cannot be exported is told, and stays where it is', async () => {
	const process = await linked();
	await process.host.close();
	await expect(move(process, bench.folder(), 'credential9')).rejects.toMatchObject({
		message: expect.stringContaining('no WhatsApp number of a credential with this ID'),
		hint: expect.stringContaining(ID),
	});
	await expect(move(process, bench.folder(), '../elsewhere')).rejects.toThrow('with this ID');
	const taken = bench.folder();
	mkdirSync(join(taken, ID));
	await expect(move(process, taken)).rejects.toThrow(
		'There is a folder for this credential already',
	);
	const stranger = { ...process, options: { ...process.options, encryptionKey: 'another' } };
	await expect(move(stranger, bench.folder())).rejects.toMatchObject({ code: 'WRONG_KEY' });
	const sender = createFleet({ ...process.options, postgres: bench.postgres.options });
	hosts.push(sender);
	const letter = await sender.deposit(process.account, text(BOB, 'to whoever holds it'));
	await expect(move(process, bench.folder())).rejects.toThrow('Messages wait');

	const next = bench.start();
	await next.host.resume();
	await bench.bob.waitForMessage(letter?.messageId ?? '');
	await next.host.close();
	const first = bench.folder();
	expect(await move(process, first)).toBe(join(first, ID));
	await expect(move(process, bench.folder())).rejects.toThrow('was exported already');
	await works(await regular(process, first));
});

test.each([
	[{ DB_TYPE: 'sqlite' }, tmpdir(), 'DB_TYPE is not postgresdb'],
	[{}, '/nowhere', 'The folder that the number is to come into does not exist'],
	[{ DB_POSTGRESDB_PORT: '1' }, tmpdir(), "n8n's Postgres cannot be reached"],
])('The command says in a line why it cannot: %j', async (changes, folder, words) => {
	const { options } = bench.start();
	const environment = environmentOf(bench.folder(), options, bench.postgres.options);
	const command = new Command(['export', ID, folder], { ...environment, ...changes });
	expect(await command.ended).toBe(1);
	expect(command.stderr).toContain(words);
	expect(command.stderr.trim().split('\n')).toHaveLength(1);
});

describe('Where it ends on the way', () => {
	test('before Postgres knows of the copy, the copy is none', async () => {
		const process = await linked();
		await process.host.close();
		const folder = bench.folder();
		const copy = join(folder, `${ID}.from-postgres`);
		mkdirSync(copy);
		for (const name of ['session.db', 'copy-from-postgres']) writeFileSync(join(copy, name), 'x');
		await move(process, folder);
		await works(await regular(process, folder));
		expect(existsSync(copy)).toBe(false);
	});

	test('after that the copy gets its place when it is exported again, whatever n8n did meanwhile', async () => {
		const process = await linked();
		await process.host.close();
		const folder = bench.folder();
		await move(process, folder);
		renameSync(join(folder, ID), join(folder, `${ID}.from-postgres`));
		const queue = bench.start();
		await queue.host.resume();
		expect(await queue.host.request(queue.account, 'session.status', {})).toMatchObject({
			state: 'UNLINKED',
			lastError: null,
		});
		await queue.host.close();
		expect(await move(process, folder)).toBe(join(folder, ID));
		await works(await regular(process, folder));
	});
});

test('It can move into Postgres again, and out', async () => {
	const process = await linked();
	await process.host.close();
	const folder = bench.folder();
	await move(process, folder);
	const queue = bench.start(folder);
	await queue.host.resume();
	await untilConnected(queue);
	await queue.host.close();
	expect(existsSync(join(folder, ID))).toBe(false);
	await move(process, folder);
	await works(await regular(process, folder));
});
