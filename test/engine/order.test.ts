import type { VirtualContact } from '../simulator';
import { BOB, collect, OWNER, useBench } from './support';

const EVE = '5511900000007';

/** What is said while the number logs in comes after what had waited for it. */
describe('a live message right behind a backlog of its chat', () => {
	const bench = useBench();

	/** What `write` says while the number is away and as soon as it has been given all that waited, as events tell it. */
	async function told(
		write: (words: string, number: number) => Promise<unknown>,
	): Promise<{ written: string[]; events: unknown[] }> {
		const { faults, traffic } = bench.simulator;
		const written: string[] = [];
		const say = async (words: string) => {
			written.push(words);
			await write(words, written.length);
		};
		const events = await collect(bench, [
			'message.incoming',
			'session.disconnected',
			'session.connected',
		]);
		faults.refuseConnections(true);
		faults.dropConnections(OWNER);
		await events.next('session.disconnected');
		for (let i = 0; i < 30; i++) await say(`waited ${i}`);
		traffic.clear();
		const given = traffic.waitFor(
			({ stanza: { tag, content } }) =>
				tag === 'ib' && Array.isArray(content) && content[0]?.tag === 'offline',
		);
		faults.refuseConnections(false);
		bench.clock.skip(10_000);
		await given;
		const connected = events.next('session.connected');
		for (let i = 0; i < 3; i++) await say(`live ${i}`);
		await events.next('message.incoming', () => incoming().length >= written.length);
		await connected;
		await events.close();
		return { written, events: incoming() };

		function incoming() {
			return events.all.flatMap((event) => (event.event === 'message.incoming' ? event.text : []));
		}
	}

	let bob: VirtualContact;
	beforeAll(async () => {
		bob = await bench.simulator.contact(BOB);
	});

	test('of one person comes after it', async () => {
		const { written, events } = await told((words) => bob.sendText(OWNER, words));
		expect(events).toEqual(written);
	});

	test('of a group, from several people, comes after it', async () => {
		const eve = await bench.simulator.contact(EVE);
		const group = await bench.simulator.group({ subject: 'Order', members: [BOB, EVE, OWNER] });
		const { written, events } = await told((words, number) =>
			(number % 3 === 0 ? eve : bob).sendText(group.id, words),
		);
		expect(events).toEqual(written);
	});

	test('of one person who goes by phone number and by LID comes after it', async () => {
		const { written, events } = await told((words, number) =>
			bob.sendText(OWNER, words, { asLid: number % 2 === 0 }),
		);
		expect(events).toEqual(written);
	});
});
