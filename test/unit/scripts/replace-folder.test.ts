import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { replaceFolder } from '../../../scripts/replace-folder.mjs';

let root: string;

beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'replace-folder-'))));
afterEach(() => rmSync(root, { recursive: true }));

function folder(name: string, files: Record<string, string>): string {
	for (const [path, content] of Object.entries(files)) {
		const file = join(root, name, path);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, content);
	}
	return join(root, name);
}

function contentsOf(name: string): Record<string, string> {
	const files = readdirSync(join(root, name), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name: file }) => join(parentPath, file));
	return Object.fromEntries(
		files.map((file) => [file.slice(root.length), readFileSync(file, 'utf8')]),
	);
}

const NEW = { 'a.js': 'new', 'deep/er/b.js': 'new' };

test('in a folder that is replaced old files are replaced, new ones come and those that are no more go', async () => {
	const place = folder('dist', { 'a.js': 'old', 'gone/c.js': 'old' });
	await replaceFolder(place, folder('next', NEW));
	expect(contentsOf('dist')).toEqual({ '/dist/a.js': 'new', '/dist/deep/er/b.js': 'new' });
});

test('a folder that is not there yet is put there', async () => {
	await replaceFolder(join(root, 'dist'), folder('next', NEW));
	expect(Object.keys(contentsOf('dist'))).toEqual(['/dist/a.js', '/dist/deep/er/b.js']);
});

test('whoever reads a folder while several replace it misses no file', async () => {
	const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}/a.js`, 'whole']));
	const place = folder('dist', many);
	let replaced = false;
	const replacing = Promise.all(
		['first', 'second', 'third'].map((name) => replaceFolder(place, folder(name, many))),
	).finally(() => (replaced = true));
	while (!replaced) {
		for (const file of Object.keys(many)) {
			expect(readFileSync(join(place, file), 'utf8')).toBe('whole');
		}
		await new Promise(setImmediate);
	}
	await replacing;
});
