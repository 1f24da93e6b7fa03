import { createAnswers } from '../../../../../engine/transport/bus/answers';
import type { Answer, Call } from '../../../../../engine/transport/bus/protocol';
import { createFakeClock } from '../../../../support/fake-clock';
import { SECOND } from '../../support';
import { ACCOUNT } from './bus-bench';

const MB = 1024 * 1024;

function bench(answer: unknown = 'done') {
	const clock = createFakeClock();
	const sent: Answer[] = [];
	let runs = 0;
	const answers = createAnswers({
		clock,
		send: (_to, header) => void sent.push(header),
		async run() {
			runs++;
			return answer;
		},
		failure: () => undefined,
	});
	return {
		clock,
		sent,
		runs: () => runs,
		async take(id: number, command: 'group.create' | 'chat.get' = 'group.create') {
			const ask = { type: 'request', command, input: {} } as const;
			answers.take({ type: 'call', from: 'caller', id, account: ACCOUNT, ask } satisfies Call);
			await clock.settle();
		},
	};
}

describe('answers', () => {
	test('one that comes again within a minute is done once', async () => {
		const { clock, sent, runs, take } = bench();
		await take(1);
		await clock.advance(59 * SECOND);
		await take(1);
		expect(sent).toEqual([
			{ type: 'result', id: 1 },
			{ type: 'result', id: 1 },
		]);
		expect(runs()).toBe(1);
	});

	test('what was answered more than a minute ago is forgotten when others are answered', async () => {
		const { clock, runs, take } = bench();
		await take(1);
		await clock.advance(61 * SECOND);
		await take(2);
		await take(1);
		expect(runs()).toBe(3);
	});

	test('no more than 16 MB of them are kept', async () => {
		const { runs, take } = bench('x'.repeat(5 * MB));
		for (const id of [1, 2, 3, 4]) await take(id);
		await take(4);
		await take(2);
		expect(runs()).toBe(4);
		await take(1);
		expect(runs()).toBe(5);
	});

	test('those of queries are not kept', async () => {
		const { runs, take } = bench();
		await take(1, 'chat.get');
		await take(1, 'chat.get');
		expect(runs()).toBe(2);
	});

	test('one that is under way is accepted once it takes long, and each time it comes again', async () => {
		const { clock, sent, take } = bench(new Promise(() => undefined));
		await take(1);
		await clock.advance(0.1 * SECOND);
		expect(sent).toEqual([]);
		await clock.advance(0.1 * SECOND);
		await take(1);
		expect(sent).toEqual([
			{ type: 'accepted', id: 1 },
			{ type: 'accepted', id: 1 },
		]);
	});
});
