import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let cacheHome: string;
let cacheDir: string;
let cached: typeof import('../../../scripts/setup/cache.mjs').cached;

beforeEach(async () => {
	cacheHome = mkdtempSync(join(tmpdir(), 'cache-test-'));
	cacheDir = join(cacheHome, 'n8n-nodes-whatsapp-linked');
	process.env['XDG_CACHE_HOME'] = cacheHome;
	jest.resetModules();
	({ cached } = await import('../../../scripts/setup/cache.mjs'));
});
afterEach(() => {
	delete process.env['XDG_CACHE_HOME'];
	rmSync(cacheHome, { recursive: true });
});

const fillWith = (content: string) => async (folder: string) =>
	writeFileSync(join(folder, 'content'), content);
const contentOf = (folder: string) => readFileSync(join(folder, 'content'), 'utf8');

test('a folder is filled once', async () => {
	const fill = jest.fn(fillWith('first'));

	const folder = await cached('thing', 'v1', fill);
	expect(await cached('thing', 'v1', fill)).toBe(folder);

	expect(fill).toHaveBeenCalledTimes(1);
	expect(contentOf(folder)).toBe('first');
});

test('a folder is made anew when what it is made from has changed', async () => {
	await cached('thing', 'v1', fillWith('old'));

	expect(contentOf(await cached('thing', 'v2', fillWith('new')))).toBe('new');
});

test('a folder whose filling fails leaves nothing behind', async () => {
	const breaksOff = async (folder: string) => {
		await fillWith('half')(folder);
		throw new Error('offline');
	};
	await expect(cached('thing', 'v1', breaksOff)).rejects.toThrow('offline');

	expect(readdirSync(cacheDir)).toEqual([]);
	expect(contentOf(await cached('thing', 'v1', fillWith('whole')))).toBe('whole');
});

test('what a killed run left unfinished is removed, what another run works on is not', async () => {
	const { pid: ended } = spawnSync(process.execPath, ['--version']);
	mkdirSync(join(cacheDir, `thing.unfinished-${ended}-abc`), { recursive: true });
	mkdirSync(join(cacheDir, `thing.unfinished-${process.ppid}-abc`));

	await cached('thing', 'v1', fillWith('whole'));

	expect(readdirSync(cacheDir)).toEqual(['thing', `thing.unfinished-${process.ppid}-abc`]);
});

test('of two who fill a folder at once the quicker one wins', async () => {
	const folder = await cached('thing', 'v1', async (unfinished) => {
		await fillWith('slower')(unfinished);
		await cached('thing', 'v1', fillWith('quicker'));
	});

	expect(contentOf(folder)).toBe('quicker');
	expect(readdirSync(cacheDir)).toEqual(['thing']);
});
