import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import release, { makeRelease } from '../../../scripts/tasks/release.mjs';

const DATE = new Date('2026-12-03T23:30:00Z');
const CHANGELOG = `# Changelog

All notable changes.

## Unreleased

- Groups.

## 1.2.3 (2026-11-01)

- Texts.
`;

let folder: string;

const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const lines = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const make = (wanted: string) => makeRelease(folder, wanted, DATE);

function commitChangelog(text: string) {
	write('CHANGELOG.md', text);
	git('commit', '--all', '--message', 'Changelog');
}

const config = process.env['GIT_CONFIG_GLOBAL'];
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'release-test-'));
	// Nobody's own settings, such as signing, play a part.
	process.env['GIT_CONFIG_GLOBAL'] = join(folder, '.git', 'none');
	git('init', '--initial-branch', 'main');
	git('config', 'user.name', 'Somebody');
	git('config', 'user.email', 'somebody@example.com');
	const dependencies = { sharp: '0.35.5' };
	write('package.json', lines({ name: 'thing', version: '1.2.3', dependencies }));
	write(
		'package-lock.json',
		lines({
			name: 'thing',
			version: '1.2.3',
			lockfileVersion: 3,
			packages: {
				'': { name: 'thing', version: '1.2.3', dependencies },
				'node_modules/sharp': { version: '0.35.5' },
			},
		}),
	);
	write('CHANGELOG.md', CHANGELOG);
	git('add', '.');
	git('commit', '--message', 'Before');
});
afterEach(() => {
	if (config === undefined) delete process.env['GIT_CONFIG_GLOBAL'];
	else process.env['GIT_CONFIG_GLOBAL'] = config;
	rmSync(folder, { recursive: true });
});

test('a release sets the version, dates what is new, commits and tags', async () => {
	expect(await make('minor')).toBe('1.3.0');

	const dependencies = { sharp: '0.35.5' };
	expect(read('package.json')).toBe(lines({ name: 'thing', version: '1.3.0', dependencies }));
	expect(JSON.parse(read('package-lock.json'))).toEqual({
		name: 'thing',
		version: '1.3.0',
		lockfileVersion: 3,
		packages: {
			'': { name: 'thing', version: '1.3.0', dependencies },
			'node_modules/sharp': { version: '0.35.5' },
		},
	});
	expect(read('CHANGELOG.md')).toBe(
		CHANGELOG.replace('## Unreleased\n', '## Unreleased\n\n## 1.3.0 (2026-12-03)\n'),
	);
	expect(git('status', '--porcelain')).toBe('');
	expect(git('log', '--format=%s')).toBe('Version 1.3.0\nBefore\n');
	expect(git('describe')).toBe('v1.3.0\n');
});

test.each([
	['patch', '1.2.4'],
	['major', '2.0.0'],
	['1.10.0', '1.10.0'],
	['1.2.3', '1.2.3'],
])('%s makes %s', async (wanted, version) => {
	expect(await make(wanted)).toBe(version);
	expect(JSON.parse(read('package.json'))).toMatchObject({ version });
	expect(git('tag')).toBe(`v${version}\n`);
});

describe('nothing is released', () => {
	const refused = async (wanted: string, why: string) => {
		const before = git('rev-parse', 'HEAD');
		await expect(make(wanted)).rejects.toThrow(why);
		expect(git('rev-parse', 'HEAD')).toBe(before);
		expect(JSON.parse(read('package.json'))).toMatchObject({ version: '1.2.3' });
	};

	test('with changes that are not committed', async () => {
		write('new.txt', 'new');
		await refused('patch', 'There are changes that are not committed:\n\n?? new.txt');
	});

	test('on another branch, or on none', async () => {
		git('checkout', '--quiet', '-b', 'groups');
		await refused('patch', 'A release is made on main, and this is groups.');
		git('checkout', '--quiet', '--detach');
		await refused('patch', 'A release is made on main, and this is no branch.');
	});

	test('when nothing is new', async () => {
		commitChangelog(CHANGELOG.replace('- Groups.\n\n', ''));
		await refused('patch', 'There is nothing under "## Unreleased" in CHANGELOG.md');
		commitChangelog('# Changelog\n\n## Unreleased\n');
		await refused('patch', 'There is nothing under "## Unreleased" in CHANGELOG.md');
	});

	test('without a place for what is new', async () => {
		commitChangelog(CHANGELOG.replace('## Unreleased\n', ''));
		await refused('patch', 'CHANGELOG.md needs one section "## Unreleased".');
	});

	test('under a version that is older, taken or none', async () => {
		await refused('1.2.2', 'Version 1.2.2 is older than 1.2.3, which package.json has.');
		await refused('0.9.9', 'Version 0.9.9 is older than 1.2.3, which package.json has.');
		git('tag', 'v1.2.4');
		await refused('patch', 'Version 1.2.4 has been released already.');
		await refused('1.3', '"1.3" is no version.');
		await refused('1.3.0-beta', '"1.3.0-beta" is no version.');
	});

	test('without saying which', async () => {
		await expect(release([])).rejects.toThrow('npm run release -- patch|minor|major|x.y.z');
	});
});
