import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCredentials, GRACE_MS } from '../../../../engine/host/credentials';
import { START } from '../../../support/fake-clock';
import { DAY, useFolder } from '../support';

const folder = useFolder();
let now = START;
beforeEach(() => {
	now = START;
});

const open = () => createCredentials(folder.path, () => now);
const n8n = (ids: string[], more: object = {}) => ({
	ids,
	database: 'owner',
	newestExecution: 100,
	...more,
});
const NOBODY = { toLogOut: [], toWipe: [] };

describe('A credential that n8n had and has no more', () => {
	test('is missed from the first look on, and over for good after seven days, also over restarts', () => {
		expect(open().compare(n8n(['a', 'b']), ['a', 'b'])).toEqual(NOBODY);
		expect(open().compare(n8n(['a']), ['a', 'b'])).toEqual({ toLogOut: ['b'], toWipe: [] });
		now += GRACE_MS - 1;
		expect(open().compare(n8n(['a']), ['a', 'b'])).toEqual({ toLogOut: ['b'], toWipe: [] });
		now += 1;
		const credentials = open();
		expect(credentials.isMissing('b')).toBe(true);
		expect(credentials.compare(n8n(['a']), ['a', 'b'])).toEqual({ toLogOut: [], toWipe: ['b'] });
		credentials.wiped('b');
		expect(open().isMissing('b')).toBe(false);
	});

	test('is not missed any more when it is back, and the count begins anew', () => {
		open().compare(n8n(['a']), ['a']);
		open().compare(n8n([]), ['a']);
		now += 6 * DAY;
		expect(open().compare(n8n(['a']), ['a'])).toEqual(NOBODY);
		expect(open().isMissing('a')).toBe(false);
		now += 2 * DAY;
		expect(open().compare(n8n([]), ['a'])).toEqual({ toLogOut: ['a'], toWipe: [] });
	});

	test('may be the last one of all', () => {
		open().compare(n8n(['a']), ['a']);
		expect(open().compare(n8n([]), ['a'])).toEqual({ toLogOut: ['a'], toWipe: [] });
	});

	test('was there when n8n used it, before or after the first look', () => {
		const credentials = open();
		credentials.seen('early');
		credentials.compare(n8n(['other']), []);
		credentials.seen('late');
		const accounts = ['early', 'late', 'never'];
		expect(open().compare(n8n(['other']), accounts).toLogOut).toEqual(['late']);
		// The engine's thread may end, and the next one is told of n8n's credentials tomorrow.
		open().seen('early');
		expect(open().compare(n8n([]), accounts).toLogOut).toEqual(['early', 'late']);
	});
});

describe('Nothing is missed', () => {
	test.each([
		['in a database that is another one', { database: 'somebody else' }],
		['in one that was put back from a backup', { newestExecution: 99 }],
		['in one that is new', { database: 'new', newestExecution: 0 }],
	])('%s', (_what, more) => {
		open().compare(n8n(['a']), ['a']);
		expect(open().compare(n8n([], more), ['a'])).toEqual(NOBODY);
		expect(open().isMissing('a')).toBe(false);
	});

	test('while what was known cannot be read', () => {
		open().compare(n8n(['a']), ['a']);
		writeFileSync(join(folder.path, 'credentials.json'), 'half a fi');
		expect(open().compare(n8n([]), ['a'])).toEqual(NOBODY);
	});

	test('when the folder of data came from another n8n', () => {
		mkdirSync(folder.path, { recursive: true });
		expect(open().compare(n8n(['mine']), ['theirs'])).toEqual(NOBODY);
		expect(open().compare(n8n(['mine']), ['theirs'])).toEqual(NOBODY);
	});
});

test('What is kept of it holds IDs and times, and nothing else', () => {
	open().compare(n8n(['a', 'b']), ['a', 'b']);
	open().compare(n8n(['a']), ['a', 'b']);
	expect(JSON.parse(readFileSync(join(folder.path, 'credentials.json'), 'utf8'))).toEqual({
		database: 'owner',
		newestExecution: 100,
		seen: ['a', 'b'],
		missingSince: { b: START },
	});
});
