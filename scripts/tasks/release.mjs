import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_DIR } from '../project.mjs';
import { runQuietly } from '../processes.mjs';
import { say, UserError } from '../progress.mjs';

const USAGE = `npm run release -- patch|minor|major|x.y.z

  sets the version, gives what is new in CHANGELOG.md that version and today's date, commits and tags`;

const BRANCH = 'main';
const UNRELEASED = '## Unreleased';

/** @typedef {readonly [major: number, minor: number, patch: number]} Version */

/** @type {Record<string, (version: Version) => Version>} */
const STEPS = {
	major: ([major]) => [major + 1, 0, 0],
	minor: ([major, minor]) => [major, minor + 1, 0],
	patch: ([major, minor, patch]) => [major, minor, patch + 1],
};

/** @param {string[]} args */
export default async function release(args) {
	const [wanted, ...rest] = args;
	if (wanted === undefined || rest.length > 0) throw new UserError(USAGE);
	const version = await makeRelease(PROJECT_DIR, wanted, new Date());
	say(`
Version ${version} is committed and tagged, on this machine. GitHub tests and publishes it once both are pushed:

  git push --atomic origin ${BRANCH} v${version}
`);
	return 0;
}

/**
 * @param {string} folder a checkout of the project
 * @param {string} wanted a step or a version
 * @param {Date} date
 * @returns {Promise<string>} the version
 */
export async function makeRelease(folder, wanted, date) {
	await refuseUnlessClean(folder);
	const manifest = await readJson(folder, 'package.json');
	const version = nextVersion(manifest.version, wanted);
	await refuseIfTagged(folder, version);
	const changelog = await readFile(join(folder, 'CHANGELOG.md'), 'utf8');

	const files = {
		'CHANGELOG.md': released(changelog, version, date),
		'package.json': json({ ...manifest, version }),
		'package-lock.json': json(withVersion(await readJson(folder, 'package-lock.json'), version)),
	};
	for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
	await git(folder, 'add', ...Object.keys(files));
	await git(folder, 'commit', '--message', `Version ${version}`);
	await git(folder, 'tag', '--annotate', `v${version}`, '--message', `Version ${version}`);
	return version;
}

/** @param {string} folder */
async function refuseUnlessClean(folder) {
	const branch = (await git(folder, 'branch', '--show-current')).trim();
	if (branch !== BRANCH) {
		throw new UserError(`A release is made on ${BRANCH}, and this is ${branch || 'no branch'}.`);
	}
	const changes = await git(folder, 'status', '--porcelain');
	if (changes !== '') {
		throw new UserError(`There are changes that are not committed:\n\n${changes}`);
	}
}

/**
 * @param {string} folder
 * @param {string} version
 */
async function refuseIfTagged(folder, version) {
	const tags = await git(folder, 'tag', '--list', `v${version}`);
	if (tags !== '') throw new UserError(`Version ${version} has been released already.`);
}

/**
 * The version in package.json itself may be asked for: the first release is made of it.
 *
 * @param {string} current
 * @param {string} wanted a step or a version
 */
function nextVersion(current, wanted) {
	const step = STEPS[wanted];
	if (step) return step(parsed(current)).join('.');
	if (isOlder(parsed(wanted), parsed(current))) {
		throw new UserError(`Version ${wanted} is older than ${current}, which package.json has.`);
	}
	return wanted;
}

/**
 * @param {string} text
 * @returns {Version}
 */
function parsed(text) {
	const match = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(text);
	if (!match) throw new UserError(`"${text}" is no version.\n\n${USAGE}`);
	return [Number(match[1]), Number(match[2]), Number(match[3])];
}

/**
 * @param {Version} one
 * @param {Version} other
 */
function isOlder(one, other) {
	const index = one.findIndex((number, at) => number !== other[at]);
	return index >= 0 && Number(one[index]) < Number(other[index]);
}

/**
 * @param {string} changelog
 * @param {string} version
 * @param {Date} date
 */
function released(changelog, version, date) {
	const [before = '', after, ...more] = changelog.split(`${UNRELEASED}\n`);
	if (after === undefined || more.length > 0) {
		throw new UserError(`CHANGELOG.md needs one section "${UNRELEASED}".`);
	}
	if (/^\s*(## |$)/.test(after)) {
		throw new UserError(
			`There is nothing under "${UNRELEASED}" in CHANGELOG.md: write there what is new for users.`,
		);
	}
	const day = date.toISOString().slice(0, 10);
	return `${before}${UNRELEASED}\n\n## ${version} (${day})\n${after}`;
}

/**
 * @param {{ packages: Record<string, object> }} lock
 * @param {string} version
 */
function withVersion(lock, version) {
	const project = { ...lock.packages[''], version };
	return { ...lock, version, packages: { ...lock.packages, '': project } };
}

/**
 * @param {string} folder
 * @param {string} name
 */
async function readJson(folder, name) {
	return JSON.parse(await readFile(join(folder, name), 'utf8'));
}

/** @param {unknown} value */
function json(value) {
	return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * @param {string} folder
 * @param {readonly string[]} args
 */
async function git(folder, ...args) {
	return await runQuietly('git', args, {
		cwd: folder,
		advice: 'git checkout HEAD . takes back what this has changed in the files.',
	});
}
