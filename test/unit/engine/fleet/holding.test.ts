import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHolding } from '../../../../engine/fleet/holding';
import { openAccountStore } from '../../../../engine/store/account-store';
import { createBodies } from '../../../../engine/store/postgres/bodies';
import { createLogWriter } from '../../../../engine/store/postgres/log-writer';
import { writeAhead } from '../../../../engine/whatsapp/write-ahead';

const KEY = 'key';
const folders: string[] = [];

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** An account that is held, whose log is written when the test says so, and a socket on which frames of it leave. */
function holdOne() {
	const folder = mkdtempSync(join(tmpdir(), 'whatsapp-linked-holding-'));
	folders.push(folder);
	openAccountStore(folder, 'account', KEY, Date.now).close();
	const claim = { account: 'account', owner: 'me', epoch: '1', seq: 0 };
	const writer = createLogWriter({
		claim,
		sealing: createBodies(KEY)('account'),
		onPending: () => undefined,
		onEnd: () => undefined,
	});
	let isMine = true;
	const unused = () => Promise.reject(new Error('Not in this test'));
	const holding = createHolding({
		...{ claim, folder, encryptionKey: KEY, now: Date.now, writer },
		isMine: () => isMine,
		files: {
			write: unused,
			read: async function* () {},
			remove: unused,
			ids: unused,
			removeUnfinished: unused,
		},
		replace: unused,
		onBroken: () => undefined,
	});
	const store = holding.open();
	const left: string[] = [];
	const socket = {
		send(frame: Uint8Array, done?: () => void) {
			left.push(Buffer.from(frame).toString());
			done?.();
		},
	};
	writeAhead(socket, holding.saving);
	return {
		left,
		write: (name: string) => store.settings.set(name, 1),
		send: (frame: string) => socket.send(Buffer.from(frame)),
		/** Postgres has what was written, and tells it. */
		async log() {
			const saved = holding.saving();
			const row = writer.next();
			if (row) writer.confirm(row);
			await saved?.catch(() => undefined);
		},
		loseIt: () => (isMine = false),
		close: () => store.close(),
	};
}

describe('A frame of an account that is held', () => {
	test('leaves when what was written before it is in the log', async () => {
		const { write, send, log, left, close } = holdOne();
		write('a');
		send('frame');
		expect(left).toEqual([]);
		await log();
		expect(left).toEqual(['frame']);
		close();
	});

	test('does not leave where that is heard of too late: another process may have the account', async () => {
		const { write, send, log, loseIt, left, close } = holdOne();
		write('a');
		send('frame');
		loseIt();
		await log();
		expect(left).toEqual([]);
		close();
	});
});
