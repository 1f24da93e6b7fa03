import { readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import ts from 'typescript';

/**
 * No import leads back to the file it stands in. Imports of types count, which `import-x/no-cycle` passes over: files whose
 * types need each other are one thing in several pieces.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export default {
	meta: {
		type: 'problem',
		schema: [],
		messages: { cycle: 'This import leads back to this file: {{ way }}' },
	},
	create(context) {
		const { physicalFilename: file, sourceCode } = context;
		return {
			Program() {
				const seen = new Set();
				for (const { fileName, pos } of importsIn(sourceCode.text)) {
					const way = wayBack(fileOf(fileName, file), file, seen);
					if (way === undefined) continue;
					context.report({
						loc: sourceCode.getLocFromIndex(pos),
						messageId: 'cycle',
						data: { way: way.map((each) => relative(context.cwd, each)).join(', ') },
					});
				}
			},
		};
	},
};

/** @param {string} text */
function importsIn(text) {
	return ts.preProcessFile(text, true, true).importedFiles;
}

/**
 * The files one after another from here to the target, by the shortest way.
 *
 * @param {string | undefined} start
 * @param {string} target
 * @param {Set<string>} seen files whose imports were followed before
 */
function wayBack(start, target, seen) {
	const ways = start === undefined ? [] : [[start]];
	for (const way of ways) {
		const last = way[way.length - 1] ?? '';
		if (last === target) return way;
		if (seen.has(last)) continue;
		seen.add(last);
		for (const next of importedBy(last)) ways.push([...way, next]);
	}
	return undefined;
}

/** @type {Map<string, { changedAt: number, imported: string[] }>} */
const known = new Map();

/**
 * Files of this project.
 *
 * @param {string} file
 */
function importedBy(file) {
	const changedAt = statSync(file).mtimeMs;
	const before = known.get(file);
	if (before?.changedAt === changedAt) return before.imported;
	const imported = importsIn(readFileSync(file, 'utf8'))
		.map(({ fileName }) => fileOf(fileName, file))
		.filter((found) => found !== undefined);
	known.set(file, { changedAt, imported });
	return imported;
}

/**
 * @param {string} name as an import has it
 * @param {string} from
 */
function fileOf(name, from) {
	if (!name.startsWith('.')) return undefined;
	const path = resolve(dirname(from), name);
	return [path, `${path}.ts`, `${path}/index.ts`].find((each) => ts.sys.fileExists(each));
}
