import { BOB, OWNER, send, text, useBench } from './support';

/** The number calls somebody, to get their attention. */
describe('Ring', () => {
	const bench = useBench({ each: true });
	const ring = (contact = BOB, forMs?: number) =>
		bench.host.request(bench.account, 'call.ring', { contact, ...(forMs && { forMs }) });

	const isStep =
		(direction: 'in' | 'out', step: string) =>
		({
			stanza: { tag, content },
			...entry
		}: {
			direction: string;
			stanza: { tag: string; content?: unknown };
		}) =>
			entry.direction === direction &&
			(tag === 'call' || tag === 'receipt') &&
			Array.isArray(content) &&
			(content[0] as { tag: string } | undefined)?.tag === step;

	/** What comes of a ring, once somebody's phone rings and the number has heard that. */
	async function ringing(
		contact = BOB,
		forMs = 5_000,
	): Promise<{ result: ReturnType<typeof ring> }> {
		const isWaiting = bench.clock.timerOf(forMs);
		const result = ring(contact, forMs);
		await Promise.all([isWaiting, bench.simulator.traffic.waitFor(isStep('out', 'offer'))]);
		return { result };
	}

	test.each([
		['phone number', () => BOB],
		['LID', () => bench.bob.lid],
	])('lets the phone of somebody ring by %s, and hangs up', async (_, contact) => {
		await bench.bob.sendText(OWNER, 'I am Bob');
		const { result } = await ringing(contact());
		expect(bench.bob.rings).toMatchObject([{ state: 'ringing', isVideo: false }]);
		bench.clock.skip(5_000);
		expect(await result).toEqual({
			callId: bench.bob.rings[0]?.id,
			to: expect.objectContaining({ phone: BOB, lid: bench.bob.lid }),
			status: 'reached',
			message: expect.stringContaining('nobody picked up'),
		});
		expect(bench.bob.rings).toMatchObject([{ state: 'over' }]);
	});

	test('rings as long as was wanted', async () => {
		const { result } = await ringing(BOB, 15_000);
		bench.clock.skip(14_000);
		await send(bench, text(BOB, 'Still ringing')).then(({ messageId }) =>
			bench.bob.waitForMessage(messageId),
		);
		expect(bench.bob.rings).toMatchObject([{ state: 'ringing' }]);
		bench.clock.skip(1_000);
		expect(await result).toMatchObject({ status: 'reached' });
	});

	test.each([
		['accept', 'answered', /^They picked up/],
		['reject', 'rejected', /^They declined/],
	] as const)('ends at once when they %s', async (answer, status, message) => {
		const { result } = await ringing(BOB, 15_000);
		bench.bob.answerRing(bench.bob.rings[0]?.id ?? '', answer);
		expect(await result).toMatchObject({ status, message: expect.stringMatching(message) });
		expect(bench.bob.rings).toMatchObject([{ state: 'over' }]);
	});

	test('says that nobody was reached where the number is blocked, or they are off', async () => {
		const eve = await bench.simulator.contact('5511900000009');
		eve.block(OWNER);
		const isWaiting = bench.clock.timerOf(5_000);
		const result = ring(eve.number);
		await isWaiting;
		bench.clock.skip(5_000);
		expect(await result).toMatchObject({
			status: 'notReached',
			message: expect.stringContaining('they have blocked this number'),
		});
		expect(eve.rings).toEqual([]);
	});

	test('tells what WhatsApp refuses', async () => {
		bench.simulator.faults.refuseQueries('call offer', 403);
		await expect(ring()).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: expect.stringContaining('does not let this number call them'),
		});
	});

	test('twenty times in a minute is refused after the fifth', async () => {
		const told = ({ code, message }: { code: string; message: string }) => `${code}: ${message}`;
		const outcomes: string[] = [];
		for (let n = 0; n < 5; n++) {
			const { result } = await ringing(BOB, 5_000 + n);
			bench.bob.answerRing(bench.bob.rings.at(-1)?.id ?? '', 'reject');
			outcomes.push((await result).status);
			bench.simulator.traffic.clear();
		}
		for (let n = 5; n < 20; n++) outcomes.push(await ring().then(({ status }) => status, told));
		expect(outcomes.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'rejected'));
		for (const outcome of outcomes.slice(5)) {
			expect(outcome).toMatch(/^RATE_LIMITED: The number has rung five times/);
		}
		expect(bench.bob.rings).toHaveLength(5);
		bench.clock.skip(60_000);
		const { result: again } = await ringing();
		bench.clock.skip(5_000);
		expect(await again).toMatchObject({ status: 'reached' });
	});

	test('one at a time', async () => {
		const { result: first } = await ringing();
		await expect(ring()).rejects.toMatchObject({
			code: 'RATE_LIMITED',
			message: expect.stringContaining('one call at a time'),
		});
		bench.clock.skip(5_000);
		await first;
	});

	test.each([
		[
			'4 seconds',
			BOB,
			4_000,
			'INVALID_SETTING',
			'A phone cannot ring for 4 seconds: it is 5 to 15.',
		],
		[
			'16 seconds',
			BOB,
			16_000,
			'INVALID_SETTING',
			'A phone cannot ring for 16 seconds: it is 5 to 15.',
		],
		['a group', '120363000000000001@g.us', 5_000, 'INVALID_RECIPIENT', 'is a group'],
		['the number itself', OWNER, 5_000, 'INVALID_RECIPIENT', 'cannot call itself'],
		['nobody', '5511900000077', 5_000, 'NOT_ON_WHATSAPP', 'is not on WhatsApp'],
	])('%s is refused', async (_, contact, forMs, code, message) => {
		await expect(ring(contact, forMs)).rejects.toMatchObject({
			code,
			message: expect.stringContaining(message),
		});
		expect(bench.bob.rings).toEqual([]);
	});

	test('the session goes on: messages after a ring can be read', async () => {
		const { result } = await ringing();
		bench.clock.skip(5_000);
		await result;
		const { messageId } = await send(bench, text(BOB, 'After the ring'));
		expect(await bench.bob.waitForMessage(messageId)).toMatchObject({ text: 'After the ring' });
	});
});
