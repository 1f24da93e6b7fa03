// `tsc` compiles; what it does not know goes along here: icons, codex files and output schemas.
const { parseArgs } = require('node:util');
const { dest, src } = require('gulp');

const ASSETS = ['nodes/**/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'];

/** `gulp --into=folder`: beside what `tsc` has written. */
const { into } = parseArgs({ options: { into: { type: 'string' } }, strict: false }).values;

function copyAssets() {
	// Unencoded: gulp 5 would read and write every file as UTF-8 text, which breaks the first PNG added.
	return src(ASSETS, { base: '.', encoding: false }).pipe(dest(into ?? 'dist'));
}

exports.assets = copyAssets;
exports.default = copyAssets;
