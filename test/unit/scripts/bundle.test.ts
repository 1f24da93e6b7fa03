import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '../../..');
const { n8n } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
	n8n: { nodes: string[]; credentials: string[] };
};
const FILES = [...n8n.nodes, ...n8n.credentials];

/** In a process of its own, which has loaded what n8n has: the classes that n8n makes, and the files that were read for them. */
const LOAD = `
	require('n8n-workflow');
	const before = Object.keys(require.cache);
	const names = process.argv.slice(1).map((file) => {
		const [name] = require('node:path').parse(file).name.split('.');
		return new (require('./' + file)[name])().constructor.name;
	});
	const files = Object.keys(require.cache).filter((file) => !before.includes(file));
	process.stdout.write(JSON.stringify({ names, files }));
`;

function load() {
	const answer = execFileSync(process.execPath, ['-e', LOAD, ...FILES], {
		cwd: ROOT,
		encoding: 'utf8',
	});
	const { names, files } = JSON.parse(answer) as { names: string[]; files: string[] };
	return { names, files: files.map((file) => relative(ROOT, file)).sort() };
}

test('What n8n reads of the package at its start is one file, beside those it is told of and what the engine shares', () => {
	expect(load()).toEqual({
		names: ['WhatsAppLinked', 'WhatsAppLinkedTrigger', 'WhatsAppLinkedApi'],
		files: [
			...FILES,
			'dist/nodes.js',
			'dist/engine/gateway/errors.js',
			'dist/engine/transport/open-gateway.js',
		].sort(),
	});
});
