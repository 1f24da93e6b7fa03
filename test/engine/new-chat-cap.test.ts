import {
	BOB,
	collect,
	meanwhile,
	OWNER,
	send,
	text,
	untilAcked,
	untilConnected,
	useBench,
} from './support';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const MEX = 'get w:mex query';
const CAP = '24503548349331633';
const EVENTS = ['session.restricted', 'session.restrictionLifted', 'session.limitReached'] as const;

describe('the new chats that WhatsApp lets a number start', () => {
	const bench = useBench({ each: true });
	let people = 0;

	const stranger = () => bench.simulator.contact(String(5511900000100 + people++));
	const status = () => bench.host.request(bench.account, 'session.status', {});
	const waitFor = (messageId: string) =>
		bench.host.request(bench.account, 'message.wait', {
			messageId,
			status: 'SENT',
			timeoutMs: 10_000,
		});
	/** In whole seconds, as WhatsApp says it. */
	const inDays = (days: number) => Math.floor((bench.clock.now() + days * DAY) / 1000) * 1000;
	const iso = (at: number) => new Date(at).toISOString();

	const sent = (tag: string, matches: (attrs: Readonly<Record<string, string>>) => boolean) =>
		bench.simulator.traffic
			.entries(OWNER)
			.filter(({ direction, stanza }) => direction === 'in' && stanza.tag === tag)
			.filter(({ stanza }) => matches(stanza.attrs)).length;
	const sendingsOf = (messageId: string) => sent('message', ({ id }) => id === messageId);
	/** How often WhatsApp was asked. */
	const asked = () =>
		bench.simulator.traffic
			.entries(OWNER)
			.filter(
				({ direction, stanza: { content } }) =>
					direction === 'in' &&
					Array.isArray(content) &&
					content.some(({ attrs }) => attrs.query_id === CAP),
			).length;

	async function writeTo(number: string, words = 'hello'): Promise<string> {
		return (await send(bench, text(number, words))).messageId;
	}

	/** A new chat that begins. */
	async function begin() {
		const person = await stranger();
		await person.waitForMessage(await writeTo(person.number));
	}

	async function knowBob(): Promise<void> {
		await bench.bob.waitForMessage(await writeTo(BOB, 'we know each other'));
	}

	test('are counted and warned of; when none is left new ones wait, and known ones go on, until the period ends', async () => {
		await knowBob();
		const events = await collect(bench, EVENTS);
		const until = inDays(5);
		bench.phone.limitNewChats({ total: 4, until });
		for (let begun = 0; begun < 3; begun++) await begin();
		expect(await events.next('session.limitReached')).toMatchObject({
			...{ limit: 'newChatCap', level: 'warning', max: 4, used: 3, until: iso(until), waiting: 0 },
		});
		await begin();
		expect(await events.next('session.restricted')).toMatchObject({
			...{ reason: 'newChatCap', until: iso(until) },
		});

		const [first, second] = [await stranger(), await stranger()];
		const held = [await writeTo(first.number, 'may I?'), await writeTo(second.number, 'and I?')];
		await waitFor(await writeTo(BOB, 'we still do'));
		expect(await status()).toMatchObject({
			queueLength: 2,
			restrictedUntil: iso(until),
			newChats: { used: 4, max: 4, until: iso(until), status: 'CAPPED' },
			summary: expect.stringContaining('as many new chats as WhatsApp lets it (4 of 4)'),
		});
		bench.clock.skip(5 * DAY);
		await first.waitForMessage(held[0] as string);
		await second.waitForMessage(held[1] as string);
		await events.next('session.restrictionLifted', ({ reason }) => reason === 'newChatCap');
		expect(events.all.map(({ event }) => event)).toEqual([
			...['session.limitReached', 'session.restricted', 'session.limitReached'],
			'session.restrictionLifted',
		]);
		expect(await status()).toMatchObject({ restrictedUntil: null, newChats: { status: 'NONE' } });
		await events.close();
	});

	test('a refusal (475) of which nobody was warned: it has failed, others wait until WhatsApp’s own end, and go when it is lifted', async () => {
		await knowBob();
		const events = await collect(bench, EVENTS);
		const until = inDays(20);
		bench.phone.limitNewChats({ total: 50, used: 50, until }, false);
		const refused = await writeTo((await stranger()).number, 'may I?');
		await expect(waitFor(refused)).rejects.toMatchObject({
			...{ code: 'RESTRICTED', message: expect.stringContaining('475') },
		});
		const person = await stranger();
		const held = await writeTo(person.number, 'and now?');
		expect(await events.next('session.restricted')).toMatchObject({ until: iso(until) });
		expect(await events.next('session.limitReached')).toMatchObject({
			...{ level: 'reached', max: 50, used: 50, until: iso(until) },
		});
		await waitFor(await writeTo(BOB, 'we go on'));
		expect(await status()).toMatchObject({ queueLength: 1, restrictedUntil: iso(until) });
		// What was refused is not tried again.
		expect(sendingsOf(refused)).toBe(1);

		bench.phone.limitNewChats(undefined);
		await person.waitForMessage(held);
		expect(await events.next('session.restrictionLifted')).toMatchObject({ reason: 'newChatCap' });
		expect(sendingsOf(refused)).toBe(1);
		await events.close();
	});

	test('are known from the login on, over a restart, and asked for once', async () => {
		await knowBob();
		const until = inDays(3);
		bench.phone.limitNewChats({ total: 10, used: 10, until }, false);
		await bench.restart();
		const events = await collect(bench, EVENTS);
		await untilConnected(bench);
		await events.next('session.restricted');
		expect(asked()).toBe(2);
		const person = await stranger();
		const held = await writeTo(person.number);
		await bench.restart();
		await untilConnected(bench);
		await waitFor(await writeTo(BOB, 'still here'));
		expect(await status()).toMatchObject({ queueLength: 1, newChats: { status: 'CAPPED' } });
		bench.clock.skip(3 * DAY);
		await person.waitForMessage(held);
		await events.close();
	});

	test('a period that ends while n8n is down is told of when it is back', async () => {
		const trigger = { durableId: 'trigger' } as const;
		const before = await collect(bench, EVENTS, trigger);
		bench.phone.limitNewChats({ total: 10, used: 10, until: inDays(1) });
		const { timestamp } = await before.next('session.restricted');
		await before.close();
		await bench.host.close();
		bench.clock.skip(2 * DAY);
		await bench.restart();
		const after = await collect(bench, EVENTS, { ...trigger, start: 'resume' });
		expect(await after.next('session.restrictionLifted')).toMatchObject({ since: timestamp });
		await after.close();
	});

	test('in what form WhatsApp says it, or none, does not matter', async () => {
		const odd = [
			...[null, 'CAPPED', 7, [], {}, { capping_status: ['CAPPED'], total_quota: {} }],
			{ total_quota: -1, used_quota: 5, capping_status: 'NONE', cycle_end_timestamp: '0' },
			{ total_quota: '50', used_quota: '50', capping_status: 'NONE', cycle_end_timestamp: 1e18 },
			{ total_quota: 0, used_quota: 3, cycle_end_timestamp: 'soon' },
			{ capping_status: 'CAPPED', cycle_end_timestamp: 1 },
		];
		for (const words of odd) {
			bench.simulator.traffic.clear();
			bench.phone.sayOfNewChats(words);
			await untilAcked(bench.simulator, { type: 'mex' });
		}
		await begin();
		expect(await status()).toMatchObject({ connected: true, restrictedUntil: null });

		const until = inDays(2);
		bench.simulator.traffic.clear();
		bench.phone.sayOfNewChats({
			...{ total_quota: '50', used_quota: '51', cycle_end_timestamp: until / 1000 },
			capping_status: 'SOMETHING_NEW',
		});
		await untilAcked(bench.simulator, { type: 'mex' });
		expect(await status()).toMatchObject({
			restrictedUntil: iso(until),
			newChats: { used: 51, max: 50, status: 'CAPPED' },
		});
	});

	test('without an answer a refusal holds for an hour; to know nothing is no trouble', async () => {
		bench.simulator.faults.refuseMex(CAP, 500, 2);
		await bench.restart();
		await untilConnected(bench);
		await begin();
		const events = await collect(bench, EVENTS);
		bench.simulator.faults.failAck(475);
		bench.simulator.faults.swallowAnswers(MEX);
		const refused = await writeTo((await stranger()).number);
		await expect(waitFor(refused)).rejects.toMatchObject({ code: 'RESTRICTED' });
		const person = await stranger();
		const held = await writeTo(person.number);
		await meanwhile(bench);
		expect(events.all).toEqual([]);
		bench.clock.skip(10_000);
		expect(await events.next('session.restricted')).toMatchObject({
			until: null,
			text: expect.stringContaining('WhatsApp does not say for how long'),
		});
		bench.clock.skip(HOUR);
		await person.waitForMessage(held);
		await events.next('session.restrictionLifted');
		await events.close();
	});
});
