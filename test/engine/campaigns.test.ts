import type { CommandName, Commands, SendMessage } from '../../engine/gateway/contract';
import { BOB, collect, OWNER, send, text, untilConnected, useBench } from './support';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SPRING = 'Spring sale';

const bench = useBench({ each: true });

const request = async <C extends CommandName>(command: C, input: Commands[C]['input']) =>
	await bench.host.request(bench.account, command, input);
const queue = async (words: string, more: Partial<SendMessage> = {}) =>
	await send(bench, text(BOB, words, more));
const ofCampaign = async (words: string, more: Partial<SendMessage> = {}) =>
	await queue(words, { campaign: SPRING, ...more });
const pause = async (campaign: string | null) => await request('queue.pause', { campaign });
const resume = async (campaign: string | null) => await request('queue.resume', { campaign });
const statistics = async (campaign?: string) => await request('queue.statistics', { campaign });
const waiting = async (campaign?: string) =>
	(await request('queue.getMany', { limit: 50, campaign })).map(({ preview }) => preview);
const arrived = () => bench.bob.received.map(({ text: words }) => words);
const untilArrived = async (words: string) =>
	await bench.bob.waitForMessage(({ text: its }) => its === words);

async function goOffline(): Promise<void> {
	const events = await collect(bench, ['session.disconnected']);
	bench.simulator.faults.refuseConnections(true);
	bench.simulator.faults.dropConnections(OWNER);
	await events.next('session.disconnected');
	await events.close();
}

async function restart(): Promise<void> {
	await bench.restart();
	await bench.host.resume();
	await untilConnected(bench);
}

test('an answer leaves before a campaign that was queued first, and what is urgent before all', async () => {
	await goOffline();
	for (const words of ['one', 'two', 'three']) await ofCampaign(words);
	await queue('whenever', { priority: 'low' });
	await queue('the answer');
	await ofCampaign('the voucher', { priority: 'high' });
	const order = ['the voucher', 'the answer', 'one', 'two', 'three', 'whenever'];
	expect(await waiting()).toEqual(order);
	bench.simulator.faults.refuseConnections(false);
	bench.clock.skip(MINUTE);
	await untilArrived('whenever');
	expect(arrived()).toEqual(order);
});

test('a paused campaign waits over a restart, others go past it, and it goes on where it was', async () => {
	await ofCampaign('one');
	await untilArrived('one');
	expect(await pause(SPRING)).toMatchObject({ paused: true, campaign: SPRING, waiting: 0 });
	await ofCampaign('two');
	await ofCampaign('three', { sendAt: new Date(bench.clock.now() + MINUTE).toISOString() });
	await queue('the answer');
	await untilArrived('the answer');
	await restart();
	bench.clock.skip(HOUR);
	await queue('another answer');
	await untilArrived('another answer');
	expect(arrived()).toEqual(['one', 'the answer', 'another answer']);
	expect(await waiting('SPRING SALE')).toEqual(['three', 'two']);
	expect((await request('session.status', {})).queuePaused).toBeNull();
	expect(await resume(SPRING)).toMatchObject({ paused: false, since: null, waiting: 2 });
	await untilArrived('two');
	expect(arrived().slice(3)).toEqual(['three', 'two']);
});

test('nothing leaves a paused queue, also after a restart, and what is to expire does', async () => {
	// By the clock of the account, which may be a millisecond behind the computer's.
	const sendAt = new Date(bench.clock.now() + HOUR).toISOString();
	const { queuedAt: before } = await queue('another time', { sendAt });
	await request('queue.clear', {});
	const paused = await pause(null);
	expect(paused).toMatchObject({ paused: true, campaign: null, waiting: 0 });
	expect(paused.since! >= before).toBe(true);
	await queue('the answer');
	await queue('only now', { expireAfterMs: MINUTE });
	await restart();
	const events = await collect(bench, ['message.failed']);
	bench.clock.skip(2 * MINUTE);
	expect((await events.next('message.failed')).error).toMatchObject({ code: 'EXPIRED' });
	await events.close();
	const { queuePaused, queueLength, summary } = await request('session.status', {});
	expect([queuePaused, queueLength]).toEqual([paused.since, 1]);
	expect(summary).toContain('The queue is paused; 1 message waits in it.');
	expect(arrived()).toEqual([]);
	expect(await resume(null)).toMatchObject({ paused: false, waiting: 1 });
	await untilArrived('the answer');
	expect(arrived()).toEqual(['the answer']);
	expect((await request('session.status', {})).queuePaused).toBeNull();
});

test('how far a campaign has come', async () => {
	const events = await collect(bench, ['message.received', 'message.read']);
	const first = await ofCampaign('one');
	const second = await ofCampaign('two');
	await bench.bob.waitForMessage(second.messageId);
	await bench.bob.read(first.messageId);
	await events.next('message.read');
	await events.next('message.received', ({ messageId }) => messageId === second.messageId);
	await events.close();
	await pause('spring sale');
	await ofCampaign('three');
	await queue('the answer');
	await untilArrived('the answer');
	const spring = {
		...{ campaign: SPRING, paused: true, queued: 1, sent: 2, received: 2, read: 1, played: 0 },
		...{ total: 3, firstQueuedAt: first.queuedAt, lastSentAt: expect.any(String) },
	};
	expect(await statistics()).toMatchObject([spring, { campaign: null, paused: false, total: 1 }]);
	expect(await statistics('Spring  Sale')).toMatchObject([spring]);
	expect(await statistics('Autumn')).toMatchObject([{ campaign: 'Autumn', total: 0 }]);
	expect(await request('queue.clear', { campaign: SPRING })).toEqual({ deleted: 1 });
	expect(await statistics(SPRING)).toMatchObject([{ queued: 0, cancelled: 1, total: 3 }]);
});

test.each(['', '  ', 'x'.repeat(101)])('"%s" is the name of no campaign', async (campaign) => {
	await pause(null);
	await queue('stays');
	const refused = { code: 'INVALID_SETTING' };
	await expect(queue('never', { campaign })).rejects.toMatchObject(refused);
	await expect(request('queue.clear', { campaign })).rejects.toMatchObject(refused);
	await expect(request('queue.getMany', { limit: 1, campaign })).rejects.toMatchObject(refused);
	await expect(resume(campaign)).rejects.toMatchObject(refused);
	await expect(pause(campaign)).rejects.toMatchObject(refused);
	await expect(statistics(campaign)).rejects.toMatchObject(refused);
	expect(await waiting()).toEqual(['stays']);
});
