import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Linter } from 'eslint';
import noCycle from '../../../scripts/lint/no-cycle.mjs';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'no-cycle-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the rule says of the first of these files. */
function complaints(files: Record<string, string>): string[] {
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(join(folder, name), text);
	}
	const [[name, text] = ['', '']] = Object.entries(files);
	const config: Linter.Config = {
		files: ['**/*'],
		plugins: { project: { rules: { 'no-cycle': noCycle } } },
		rules: { 'project/no-cycle': 'error' },
	};
	return new Linter({ cwd: folder })
		.verify(text, config, { filename: join(folder, name) })
		.map(({ line, message }) => `${line}: ${message}`);
}

test.each([
	['of values', "import { a } from './a';"],
	['of types', "import type { A } from './a';"],
	['for others', "export { type A } from './a';"],
	['in an expression', "const a = import('./a');"],
	['in a type', "let a: import('./a').A;"],
	['with require', "const a = require('./a');"],
])('An import %s that leads back is told with its way', (_, back) => {
	const files = { 'a.js': "\nimport './b/index';", 'b/index.ts': "export * from '../c';" };
	expect(complaints({ ...files, 'c.ts': back.replace('./a', './a.js') })).toEqual([
		'2: This import leads back to this file: b/index.ts, c.ts, a.js',
	]);
});

test('A file that imports itself is told', () => {
	expect(complaints({ 'a.js': "import './a.js';" })).toEqual([
		'1: This import leads back to this file: a.js',
	]);
});

test('Imports that lead elsewhere are left alone, though there is a cycle among those', () => {
	const files = {
		'b.ts': "import './c'; import 'eslint'; import './gone';",
		'c.ts': "import './b';",
	};
	expect(complaints({ 'a.js': "import './b'; import './c';", ...files })).toEqual([]);
});
