import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { installPackage } from '../../../scripts/setup/system-package.mjs';

const HELD = 'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 7 (apt-get)';
const MISSING = 'E: Unable to locate package chromium';
const PATIENT = { patienceMs: 300_000, pauseMs: 0 };

const path = process.env['PATH'];
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'apt-test-'));
	process.env['PATH'] = `${folder}${delimiter}${path}`;
	jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
	process.env['PATH'] = path;
	rmSync(folder, { recursive: true });
	jest.restoreAllMocks();
});

/** An apt-get that says this, one for each run, and afterwards always does its work. */
function aptGetSays(...words: string[]) {
	writeFileSync(join(folder, 'words'), words.map((line) => `${line}\n`).join(''));
	writeFileSync(
		join(folder, 'apt-get'),
		`#!/bin/sh
		cd ${folder}
		echo "$@" >> runs
		said=$(head -n 1 words)
		tail -n +2 words > rest && mv rest words
		echo "$said" >&2
		case "$said" in E:*) exit 100 ;; esac
		`,
		{ mode: 0o755 },
	);
}

const runs = () => readFileSync(join(folder, 'runs'), 'utf8').trimEnd().split('\n');
const UPDATE = '-o DPkg::Lock::Timeout=300 update';
const INSTALL = '-o DPkg::Lock::Timeout=300 install -y --no-install-recommends chromium';

test('a package is installed once its list is up to date', async () => {
	aptGetSays();
	await installPackage('chromium', 'Mend it.', PATIENT);
	expect(runs()).toEqual([UPDATE, INSTALL]);
});

test('it waits while another program holds the locks', async () => {
	aptGetSays(HELD, HELD, 'Done', HELD);
	await installPackage('chromium', 'Mend it.', PATIENT);
	expect(runs()).toEqual([UPDATE, UPDATE, UPDATE, INSTALL, INSTALL]);
	expect(process.stdout.write).toHaveBeenCalledWith(
		'  another program installs packages: waiting for its end\n',
	);
});

test('it does not wait for ever', async () => {
	aptGetSays(HELD, HELD);
	const impatient = { patienceMs: 0, pauseMs: 0 };
	await expect(installPackage('chromium', 'Mend it.', impatient)).rejects.toThrow(HELD);
	expect(runs()).toHaveLength(1);
});

test('what fails for another reason fails at once', async () => {
	aptGetSays(MISSING);
	await expect(installPackage('chromium', 'Mend it.', PATIENT)).rejects.toThrow(
		/Unable to locate package chromium\n\nMend it\.$/,
	);
	expect(runs()).toEqual([UPDATE]);
});
