import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { paceReading } from '../../../../engine/whatsapp/read-pace';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock';
import { SECOND } from '../support';

let clock: FakeClock;
let ws: EventEmitter & { isOpen: boolean };
/** What Baileys has to do. */
let work: (() => void)[];
let isReading: boolean;

beforeEach(() => {
	clock = createFakeClock();
	ws = Object.assign(new EventEmitter(), { isOpen: true });
	work = [];
	isReading = true;
	for (const tag of ['message', 'receipt', 'notification', 'call']) {
		ws.on(`CB:${tag}`, () => new Promise<void>((resolve) => work.push(resolve)));
	}
	const bytes = { pause: () => void (isReading = false), resume: () => void (isReading = true) };
	paceReading(ws, bytes, clock.after);
});

/** As much comes as is read. */
function comes(count: number, tag = 'message'): void {
	for (let i = 0; i < count && isReading; i++) ws.emit(`CB:${tag}`, { tag, attrs: {} });
}

async function finish(count: number): Promise<void> {
	for (const done of work.splice(0, count)) done();
	await turn();
}

test('no more is read while 200 stanzas are in work, until 100 are done', async () => {
	comes(1_000);
	expect(work).toHaveLength(200);
	await finish(99);
	expect(isReading).toBe(false);
	await finish(1);
	expect(isReading).toBe(true);
	comes(1_000);
	expect(work).toHaveLength(200);
});

test('stanzas of all kinds count', () => {
	for (const tag of ['message', 'receipt', 'notification', 'call']) comes(50, tag);
	expect(isReading).toBe(false);
});

test('a stanza that waits for an answer gets it: after a second more is read', async () => {
	comes(1_000);
	await clock.advance(SECOND);
	expect(isReading).toBe(true);
	comes(1_000);
	expect([work.length, isReading]).toEqual([400, false]);
	await finish(400);
	expect(isReading).toBe(true);
	comes(1_000);
	expect(work).toHaveLength(200);
});
