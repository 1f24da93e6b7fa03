import type { CareSettings, SessionStatus } from '../../engine/gateway/contract';
import {
	BOB,
	collect,
	meanwhile,
	OWNER,
	send,
	text,
	untilConnected,
	useBench,
	type Bench,
} from './support';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const bench = useBench({ each: true });

const NONE: CareSettings = {
	...{ messagesPerDay: 0, messagesPerHour: 0, newChatsPerDay: 0, newChatsPerHour: 0 },
	...{ startSlowly: false, sameTextPauseMs: 0 },
};
/** The panel as it is from here on: n8n tells the engine with whatever it asks next. */
async function allow(more: Partial<CareSettings> | undefined): Promise<SessionStatus> {
	const { care: _, ...settings } = bench.account.settings;
	Object.assign(bench.account, {
		settings: { ...settings, ...(more && { care: { ...NONE, ...more } }) },
	});
	return await status();
}
const status = async () => await bench.host.request(bench.account, 'session.status', {});
const statusOf = async (messageId: string) =>
	(await bench.host.request(bench.account, 'message.status', { messageId })).status;
const untilStatus = async (messageId: string, wanted: 'RECEIVED') =>
	await bench.host.request(bench.account, 'message.wait', {
		...{ messageId, status: wanted, timeoutMs: 120_000 },
	});
const people = async (count: number) =>
	await Promise.all(
		Array.from({ length: count }, (_, index) =>
			bench.simulator.contact(`55119000001${String(index).padStart(2, '0')}`, {
				name: `No. ${index}`,
			}),
		),
	);
/** They have written, some time ago. */
async function befriend(contacts: readonly Bench['bob'][]): Promise<void> {
	const events = await collect(bench, ['message.incoming']);
	for (const contact of contacts) {
		const id = await contact.sendText(OWNER, 'Hello');
		await events.next('message.incoming', ({ messageId }) => messageId === id);
	}
	await events.close();
	bench.clock.skip(2 * DAY);
	await untilConnected(bench);
}
const inMs = (ms: number) => new Date(bench.clock.now() + ms).toISOString();

test('messages wait for the limits of the number, and leave when they may', async () => {
	const [ana, eva] = await people(2);
	await befriend([bench.bob, ana!, eva!]);
	const events = await collect(bench, ['session.limitReached']);
	await allow({ messagesPerHour: 2 });
	const first = await send(bench, text(BOB, 'first'));
	await bench.bob.waitForMessage(first.messageId);
	const second = await send(bench, text(ana!.number, 'second'));
	const third = await send(bench, text(eva!.number, 'third'));
	const fourth = await send(bench, text(BOB, 'fourth'));
	await ana!.waitForMessage(second.messageId);
	await untilStatus(second.messageId, 'RECEIVED');
	const reached = await events.next('session.limitReached');
	expect(reached).toMatchObject({
		...{ limit: 'messagesPerHour', level: 'reached', max: 2, used: 2, waiting: expect.any(Number) },
		until: expect.stringMatching(/Z$/),
	});
	expect(await status()).toMatchObject({
		queueLength: 2,
		limits: { messagesPerHour: { used: 2, max: 2 }, newChatsPerDay: { used: 0, max: null } },
		waiting: [{ reason: 'HOURLY_LIMIT', count: 2, until: reached.until }],
		summary: expect.stringContaining('2 of them wait for the limit of messages per hour'),
	});
	const answered = bench.bob.waitForMessage(({ text: words }) => words === 'an answer');
	await bench.bob.sendText(OWNER, 'Are you there?');
	await bench.bob.waitForMessage(fourth.messageId);
	await send(bench, text(BOB, 'an answer'));
	await answered;
	expect(await statusOf(third.messageId)).toBe('QUEUED');
	bench.clock.skip(HOUR);
	await eva!.waitForMessage(third.messageId);
	await untilConnected(bench);
	expect((await status()).waiting).toEqual([]);
	expect(events.all).toHaveLength(1);
	await events.close();
});

test('a limit is told of once, and again after it was free', async () => {
	const [ana, eva, ida] = await people(3);
	const events = await collect(bench, ['session.limitReached']);
	await allow({ newChatsPerHour: 1 });
	const toAna = await send(bench, text(ana!.number, 'one'));
	const toEva = await send(bench, text(eva!.number, 'two'));
	const toIda = await send(bench, text(ida!.number, 'three'));
	await ana!.waitForMessage(toAna.messageId);
	const first = await events.next('session.limitReached');
	expect(first).toMatchObject({ limit: 'newChatsPerHour', max: 1 });
	await bench.restart();
	await bench.host.resume();
	await untilConnected(bench);
	bench.clock.skip(HOUR);
	await eva!.waitForMessage(toEva.messageId);
	expect(await statusOf(toIda.messageId)).toBe('QUEUED');
	bench.clock.skip(HOUR);
	await ida!.waitForMessage(toIda.messageId);
	await meanwhile(bench);
	await events.close();
	const again = await collect(bench, ['session.limitReached']);
	const [mia] = await people(4).then((all) => all.slice(3));
	await send(bench, text(mia!.number, 'four'));
	await again.next('session.limitReached');
	await again.close();
});

test('quiet hours hold what is no answer, also what was to leave within them, and Get Status says so', async () => {
	const [ana] = await people(1);
	await befriend([ana!]);
	const minutes = (ms: number) => Math.floor(((bench.clock.now() + ms) % DAY) / MINUTE);
	await bench.bob.sendText(OWNER, 'Hello');
	await allow({ quiet: { from: minutes(-HOUR), to: minutes(3 * HOUR), timeZone: 'Etc/UTC' } });
	const news = await send(bench, text(ana!.number, 'news'));
	const planned = await send(bench, text(ana!.number, 'planned', { sendAt: inMs(HOUR) }));
	const late = await send(bench, text(ana!.number, 'late', { expireAfterMs: 2 * HOUR }));
	const answer = await send(bench, text(BOB, 'an answer'));
	await bench.bob.waitForMessage(answer.messageId);
	bench.clock.skip(HOUR);
	await untilConnected(bench);
	expect(await status()).toMatchObject({
		waiting: [{ reason: 'QUIET_HOURS', count: 3, until: expect.stringMatching(/:00.000Z$/) }],
		summary: expect.stringContaining('3 of them wait for the end of the quiet hours'),
	});
	const events = await collect(bench, ['message.failed']);
	bench.clock.skip(HOUR + MINUTE);
	const { error } = await events.next(
		'message.failed',
		({ messageId }) => messageId === late.messageId,
	);
	expect(error).toMatchObject({
		code: 'EXPIRED',
		hint: expect.stringContaining('It waited for the end of the quiet hours'),
	});
	await events.close();
	bench.clock.skip(HOUR);
	await ana!.waitForMessage(news.messageId);
	await ana!.waitForMessage(planned.messageId);
});

test('a number that was just linked begins with a tenth, and the count outlives a restart', async () => {
	const all = await people(4);
	await allow({ newChatsPerDay: 20, startSlowly: true });
	const messages = [];
	for (const { number } of all) messages.push(await send(bench, text(number, `to ${number}`)));
	await all[0]!.waitForMessage(messages[0]!.messageId);
	await bench.restart();
	await bench.host.resume();
	await untilConnected(bench);
	await all[1]!.waitForMessage(messages[1]!.messageId);
	await untilStatus(messages[1]!.messageId, 'RECEIVED');
	await meanwhile(bench);
	const { limits, waiting } = await status();
	expect(limits?.newChatsPerDay).toEqual({ used: 2, max: 2 });
	expect(waiting).toMatchObject([{ reason: 'NEW_CHAT_LIMIT', count: 2 }]);
	bench.clock.skip(DAY);
	await all[2]!.waitForMessage(messages[2]!.messageId);
	await all[3]!.waitForMessage(messages[3]!.messageId);
});

test('the same text goes to different people with pauses, and others go past it', async () => {
	const [ana, eva] = await people(2);
	await befriend([ana!, eva!, bench.bob]);
	await allow({ sameTextPauseMs: 10 * MINUTE });
	const first = await send(bench, text(ana!.number, 'We are open'));
	await ana!.waitForMessage(first.messageId);
	const second = await send(bench, text(eva!.number, 'We are  open'));
	const other = await send(bench, text(BOB, 'Something else'));
	await bench.bob.waitForMessage(other.messageId);
	expect(await status()).toMatchObject({ waiting: [{ reason: 'SAME_TEXT', count: 1 }] });
	bench.clock.skip(15 * MINUTE);
	await eva!.waitForMessage(second.messageId);
});

test('without the panel nothing waits and nothing is counted', async () => {
	await allow(undefined);
	const { messageId } = await send(bench, text(BOB, 'Hello'));
	await bench.bob.waitForMessage(messageId);
	expect(await status()).toMatchObject({ limits: null, waiting: [] });
	expect((await allow({ messagesPerDay: 5 })).limits).toMatchObject({
		messagesPerDay: { used: 0, max: 5 },
	});
});

test('a campaign sends nothing to numbers that are not on WhatsApp, and pauses when there are many', async () => {
	const [ana, eva] = await people(2);
	await allow({});
	const events = await collect(bench, ['message.failed']);
	const to = async (number: string) =>
		await send(bench, text(number, `Hello ${number}`, { campaign: 'Spring' }));
	const missing = (index: number) => `55118888800${String(index).padStart(2, '0')}`;
	const wrong = await to(missing(0));
	const right = await to(ana!.number);
	await ana!.waitForMessage(right.messageId);
	const failed = await events.next(
		'message.failed',
		({ messageId }) => messageId === wrong.messageId,
	);
	expect(failed.error?.code).toBe('NOT_ON_WHATSAPP');
	const ids: string[] = [wrong.messageId];
	for (let index = 1; index < 10; index++) ids.push((await to(missing(index))).messageId);
	const last = await to(eva!.number);
	for (const id of ids) await events.next('message.failed', ({ messageId }) => messageId === id);
	const answer = await send(bench, text(BOB, 'not of the campaign'));
	await bench.bob.waitForMessage(answer.messageId);
	expect(await status()).toMatchObject({
		waiting: [{ reason: 'NOT_ON_WHATSAPP', count: 1, until: null }],
		summary: expect.stringContaining('many of its numbers are not on WhatsApp'),
	});
	const frames = bench.simulator.traffic
		.entries()
		.filter(({ stanza: { tag, attrs } }) => tag === 'message' && ids.includes(attrs['id'] ?? ''));
	expect(frames).toEqual([]);
	await bench.host.request(bench.account, 'queue.resume', { campaign: 'spring' });
	await eva!.waitForMessage(last.messageId);
	await events.close();
});
