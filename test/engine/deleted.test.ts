import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BOB, collect, OWNER, send, text, useBench } from './support';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Everything in a folder and the folders in it, byte by byte. */
function bytes(folder: string): Buffer {
	return Buffer.concat(
		readdirSync(folder).map((name) => {
			const path = join(folder, name);
			return statSync(path).isDirectory() ? bytes(path) : readFileSync(path);
		}),
	);
}

const bench = useBench();

test('After its time nothing of a person is in any file: no words, no number, no name', async () => {
	const bob = await bench.simulator.contact(BOB, { name: 'Bobby Tables' });
	const events = await collect(bench, ['message.incoming', 'message.read']);
	// A workflow that is not published any more.
	const unpublished = await collect(bench, ['message.incoming'], { durableId: 'gone' });
	await unpublished.close();
	for (let n = 0; n < 50; n++) {
		const { messageId } = await send(bench, text(BOB, `a confession of ours ${n}`));
		await bob.waitForMessage(messageId);
		await bob.read(messageId);
		await events.next('message.read', (event) => event.messageId === messageId);
		const theirs = await bob.sendText(OWNER, `a confession of theirs ${n}`);
		await events.next('message.incoming', (event) => event.messageId === theirs);
	}
	const folder = join(bench.options.dataDir, bench.account.id);
	expect(bytes(folder).includes(BOB)).toBe(true);
	for (let day = 0; day < 2; day++) {
		const swept = bench.clock.timerOf(10 * MINUTE);
		bench.clock.skip(31 * DAY);
		await swept;
	}
	const left = bytes(folder);
	for (const trace of [BOB, 'confession', 'Bobby'])
		expect([trace, left.includes(trace)]).toEqual([trace, false]);
}, 120_000);
