import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DATABASE_FILE } from '../../engine/store/account-store';
import { BOB, collect, OWNER, said, send, text, useBench } from './support';

const MALLORY = '5511900000003';
const MESSAGES = 12;
/** Each message makes us derive two thousand keys, on a machine that may have much else to do. */
const LONG = 180_000;

const bench = useBench();

/** Bytes of the largest record of a kind of keys. */
function largest(type: 'session' | 'sender-key'): number {
	const file = join(bench.options.dataDir, bench.account.id, DATABASE_FILE);
	const db = new DatabaseSync(file, { readOnly: true });
	const row = db.prepare('SELECT max(length(value)) AS bytes FROM auth WHERE type = ?').get(type);
	db.close();
	return Number(row?.bytes);
}

const range = (length: number) => Array.from({ length }, (_, index) => index);

test(
	'a contact and a group’s member who skip 2,000 keys with each message are heard like all others, and leave little behind',
	async () => {
		const { simulator, phone, bob } = bench;
		const mallory = await simulator.contact(MALLORY);
		const members = [OWNER, BOB, MALLORY];
		const { id: group } = await simulator.group({ subject: 'Team', owner: BOB, members });
		const events = await collect(bench, ['message.incoming']);
		await mallory.sendText(OWNER, 'hello');
		await mallory.sendText(group, 'hello all');
		// The phone is a client that keeps all keys, and would have to open the same.
		phone.online = false;
		mallory.skippedKeys = 1_999;

		const sent: string[] = [];
		for (const index of range(MESSAGES)) {
			sent.push(await mallory.sendText(OWNER, `skipped ${index}`));
			sent.push(await bob.sendText(OWNER, `from Bob ${index}`));
			if (index % 4 === 0) sent.push(await mallory.sendText(group, `skipped ${index}`));
			if (index % 4 === 0) sent.push(await bob.sendText(group, `from Bob ${index}`));
		}
		for (const messageId of sent) {
			await events.next('message.incoming', (event) => event.messageId === messageId);
		}
		const came = events.all.flatMap((event) =>
			event.event === 'message.incoming' ? event.messageId : [],
		);
		const wanted = came.filter((messageId) => sent.includes(messageId));
		expect(wanted.toSorted()).toEqual(sent.toSorted());
		await send(bench, text(MALLORY, 'we still talk'));
		await mallory.waitForMessage(said('we still talk'));
		await events.close();

		await bench.host.close();
		expect(largest('session')).toBeLessThan(200_000);
		expect(largest('sender-key')).toBeLessThan(200_000);
	},
	LONG,
);
