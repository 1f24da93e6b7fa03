import type { EventType, MessageRecord, SendMessage } from '../../engine/gateway/contract';
import { BOB, OWNER, said, text } from '../engine/support';
import type { FleetProcess } from './fleet-process';
import { useFleet } from './support';

/** What becomes of a number when the process that holds it dies, is stopped, or loses its way to Postgres. */
const bench = useFleet();

const EVENTS: EventType[] = ['message.sent', 'message.received', 'message.incoming'];
const TRIGGER = { durableId: 'workflow:trigger', events: EVENTS } as const;

let complaints: number;
beforeEach(() => {
	complaints = 0;
	bench.simulator.traffic.subscribe(({ stanza: { tag, attrs } }) => {
		if (tag === 'receipt' && attrs.type === 'retry') complaints++;
	});
});

/** A process that holds the number, which is linked and has a trigger. */
async function owner(): Promise<FleetProcess> {
	const process = await bench.startProcess();
	await process.resume();
	const { code } = await process.request('session.linkByCode', {});
	await bench.simulator.phone(OWNER).typeCode(code ?? '');
	await process.connected();
	await process.subscribe({ ...TRIGGER, start: 'now' });
	return process;
}

/** Another one, which would take it. */
async function candidate(): Promise<FleetProcess> {
	const process = await bench.startProcess();
	await process.resume();
	return process;
}

const send = async (process: FleetProcess, words: string): Promise<MessageRecord> =>
	await process.request('message.send', text(BOB, words));

/** As n8n's Retry On Fail does it. */
async function untilTaken(process: FleetProcess, message: SendMessage): Promise<MessageRecord> {
	for (;;) {
		try {
			return await process.request('message.send', message);
		} catch (error) {
			expect(error).toMatchObject({ code: 'STORE_FAILED' });
		}
	}
}

/** The number works: it sends and receives, by this process. */
async function works(process: FleetProcess, words: string): Promise<void> {
	const { messageId } = await send(process, words);
	await bench.bob.waitForMessage(messageId);
	const theirs = await bench.bob.sendText(OWNER, `re: ${words}`);
	await process.until(() => got(process).find((event) => event.endsWith(theirs)));
}

/** What its trigger has got: type and message ID. */
function got(process: FleetProcess): string[] {
	return process.batches
		.flatMap(({ events }) => events)
		.map((event) => `${event.event} ${'messageId' in event ? event.messageId : ''}`);
}

const held = (process: FleetProcess) =>
	process.log.filter(({ sentence }) => sentence === 'The number is held by this process').length;

test('A process that is killed: another one takes the number, and nothing is lost, doubled or unreadable', async () => {
	const first = await owner();
	await works(first, 'by the first one');
	const second = await candidate();
	await first.kill();
	const missed = await bench.bob.sendText(OWNER, 'while nobody holds it');
	await second.connected();
	await second.subscribe({ ...TRIGGER, start: 'resume' });
	await second.until(() => got(second).find((event) => event.endsWith(missed)));
	await works(second, 'by the second one');
	const all = [...got(first), ...got(second)];
	expect(all).toHaveLength(new Set(all).size);
	expect(complaints).toBe(0);
	expect(bench.simulator.phone(OWNER).devices()).toHaveLength(1);
});

test('A process that ends in order frees the number at once', async () => {
	const first = await owner();
	const second = await candidate();
	await first.close();
	await second.connected();
	await second.subscribe({ ...TRIGGER, start: 'resume' });
	await works(second, 'by the second one');
	expect(complaints).toBe(0);
});

test('A process that was stopped and goes on too late gives the number up: it writes nothing, and no frame of it leaves', async () => {
	const first = await owner();
	await works(first, 'by the first one');
	const second = await candidate();
	first.freeze();
	const theirs = await bench.bob.sendText(OWNER, 'to whoever holds it');
	await second.connected();
	await second.subscribe({ ...TRIGGER, start: 'resume' });
	await second.until(() => got(second).find((event) => event.endsWith(theirs)));
	const rows = await bench.epochs();
	first.thaw();
	await first.says('Postgres has not heard of this process for too long: it gives up its numbers');
	await expect(first.request('session.status', {})).rejects.toMatchObject({ code: 'IN_USE' });
	await works(second, 'by the second one');
	expect((await bench.epochs()).filter(([epoch]) => epoch !== '2')).toEqual(
		rows.filter(([epoch]) => epoch !== '2'),
	);
	expect(held(first)).toBe(1);
	const all = [...got(first), ...got(second)];
	expect(all).toHaveLength(new Set(all).size);
	expect(complaints).toBe(0);
});

test('Postgres is restarted: the number goes on, and what was asked meanwhile is done once', async () => {
	const first = await owner();
	await works(first, 'before');
	await bench.postgres.kill();
	const message = text(BOB, 'meanwhile');
	const asked = untilTaken(first, message);
	const theirs = await bench.bob.sendText(OWNER, 'meanwhile, too');
	await bench.postgres.start();
	const { messageId } = await asked;
	await bench.bob.waitForMessage(messageId);
	expect(await first.request('message.send', message)).toMatchObject({ messageId });
	expect(bench.bob.received.filter(said('meanwhile'))).toHaveLength(1);
	await first.until(() => got(first).find((event) => event.endsWith(theirs)));
	await works(first, 'after');
	const all = got(first);
	expect(all).toHaveLength(new Set(all).size);
	expect(complaints).toBe(0);
});

test('Connections to Postgres that are ended are made anew, and nobody notices', async () => {
	const first = await owner();
	for (let round = 0; round < 5; round++) {
		await bench.postgres.terminateBackends();
		await works(first, `round ${round}`);
	}
	expect(held(first)).toBe(1);
	expect(complaints).toBe(0);
});

test('Postgres is away for longer than a number is held: it hangs up, and comes back with all that was told', async () => {
	const first = await owner();
	await works(first, 'before');
	await bench.postgres.freeze();
	const theirs = await bench.bob.sendText(OWNER, 'meanwhile');
	await first.says('Postgres has not heard of this process for too long: it gives up its numbers');
	await expect(send(first, 'never')).rejects.toMatchObject({ code: 'STORE_FAILED' });
	bench.postgres.thaw();
	await first.until(() => got(first).find((event) => event.endsWith(theirs)));
	await works(first, 'after');
	expect(held(first)).toBe(2);
	const all = got(first);
	expect(all).toHaveLength(new Set(all).size);
	expect(complaints).toBe(0);
});
