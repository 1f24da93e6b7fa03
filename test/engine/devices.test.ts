import type { BinaryNode } from '@whiskeysockets/baileys';
import { allChildren, childOf, childrenOf } from '../simulator/stanza';
import { BOB, linkAnother, OWNER, said, send, text, useBench } from './support';

const MINUTE = 60_000;
const CAROL = '5511900000003';
const DAVE = '5511900000004';

describe('devices that messages cannot be sealed for', () => {
	const bench = useBench({ each: true });

	beforeEach(async () => {
		for (const number of [CAROL, DAVE]) await bench.simulator.contact(number);
	});

	const wait = (messageId: string, status: 'SENT' | 'RECEIVED' = 'SENT') =>
		bench.host.request(bench.account, 'message.wait', { messageId, status, timeoutMs: 10_000 });
	const contact = (number: string) => bench.simulator.contact(number);
	const queries = (tag: string) =>
		bench.simulator.traffic
			.entries(OWNER)
			.map(({ direction, stanza }) => direction === 'in' && childOf(stanza, tag))
			.filter((found): found is BinaryNode => typeof found === 'object');
	/** The devices of a number that WhatsApp was asked for the keys of, other than because they asked for a message. */
	const keysAskedOf = async (number: string) => {
		const { jid, lid } = await contact(number);
		const [user = '', lidUser = ''] = [jid, lid].map((name) => name.split('@')[0]);
		return queries('key')
			.flatMap((key) => childrenOf(key, 'user'))
			.filter(({ attrs }) => attrs.reason !== 'identity')
			.filter(({ attrs }) => [user, lidUser].includes(/^\d+/.exec(attrs.jid ?? '')?.[0] ?? ''));
	};

	test.each([404, 406, 'left out', 'no signed pre-key', 'short', 'wrongly signed'] as const)(
		'a group gets its message although one member has no keys (%s)',
		async (flaw) => {
			const { id: group } = await bench.simulator.group({
				subject: 'Some',
				owner: BOB,
				members: [OWNER, CAROL, DAVE],
			});
			bench.simulator.faults.breakKeys(CAROL, flaw);
			const { messageId } = await send(bench, text(group, 'for all who can read'));
			for (const number of [BOB, DAVE]) await (await contact(number)).waitForMessage(messageId);
			await wait(messageId);

			const asked = (await keysAskedOf(CAROL)).length;
			const second = await send(bench, text(group, 'and once more'));
			for (const number of [BOB, DAVE])
				await (await contact(number)).waitForMessage(second.messageId);
			// Not asked for with each message.
			expect(await keysAskedOf(CAROL)).toHaveLength(asked);
		},
	);

	test('the member gets what is written after there are keys again', async () => {
		const { id: group } = await bench.simulator.group({
			subject: 'Later',
			owner: BOB,
			members: [OWNER, CAROL],
		});
		const broken = bench.simulator.faults.breakKeys(CAROL, 404);
		const first = await send(bench, text(group, 'without Carol'));
		await (await contact(BOB)).waitForMessage(first.messageId);
		broken.release();
		bench.clock.skip(15 * MINUTE);
		const complaints: unknown[] = [];
		const carol = await contact(CAROL);
		const stop = bench.simulator.traffic.subscribe(({ stanza: { tag, attrs } }) => {
			const isHers = [carol.jid, carol.lid].some((jid) =>
				attrs.participant?.startsWith(jid.split('@')[0] ?? ''),
			);
			if (tag === 'receipt' && attrs.type === 'retry' && attrs.id !== first.messageId && isHers) {
				complaints.push(attrs);
			}
		});
		const second = await send(bench, text(group, 'with Carol'));
		await carol.waitForMessage(second.messageId);
		stop();
		expect(complaints).toEqual([]);
	});

	test('a person is reached on the devices that have keys, whichever of theirs and ours have none', async () => {
		await linkAnother(bench, CAROL);
		bench.simulator.faults.breakKeys(CAROL, 404, 1);
		bench.simulator.faults.breakKeys(OWNER, 406, 0);
		const { messageId } = await send(bench, text(CAROL, 'hello Carol'));
		await (await contact(CAROL)).waitForMessage(messageId);
		await wait(messageId);
	});

	test.each([404, 'wrongly signed'] as const)(
		'nobody can be reached: the message fails in words, and the next one asks again (%s)',
		async (flaw) => {
			const broken = bench.simulator.faults.breakKeys(BOB, flaw);
			const { messageId } = await send(bench, text(BOB, 'can you read?'));
			await expect(wait(messageId)).rejects.toMatchObject({
				code: 'REJECTED',
				message: expect.stringContaining('no keys of the recipient'),
				hint: expect.stringContaining('open WhatsApp'),
			});
			const next = await send(bench, text(CAROL, 'and you?'));
			await (await contact(CAROL)).waitForMessage(next.messageId);
			broken.release();
			await send(bench, text(BOB, 'can you read now?'));
			await (await contact(BOB)).waitForMessage(said('can you read now?'));
		},
	);

	test('an error about the devices of one member does not stop the message', async () => {
		const { id: group } = await bench.simulator.group({
			subject: 'Unknown devices',
			owner: BOB,
			members: [OWNER, CAROL],
		});
		bench.simulator.faults.failDevices(CAROL, 404);
		const { messageId } = await send(bench, text(group, 'who is there?'));
		await (await contact(BOB)).waitForMessage(messageId);
		await wait(messageId);
	});

	test('500 members, three of them without keys: all others get it', async () => {
		const numbers = Array.from({ length: 498 }, (_, i) => String(5511800000000 + i));
		const group = await bench.simulator.group({
			subject: 'Five hundred',
			owner: BOB,
			members: [OWNER, ...numbers],
		});
		const without = [3, 250, 497].map((i) => numbers[i] ?? '');
		for (const number of without) bench.simulator.faults.breakKeys(number, 404);
		const { messageId } = await send(bench, text(group.id, 'hello five hundred'));
		const { stanza } = await bench.simulator.traffic.waitFor(
			({ direction, stanza: { tag, attrs } }) =>
				direction === 'in' && tag === 'message' && attrs.id === messageId,
			300_000,
		);
		const reached = allChildren(childOf(stanza, 'participants') ?? stanza);
		// Everybody's phone but those three, and our own phone.
		expect(reached).toHaveLength(500 - 1 - 3 + 1);
		await (await contact(numbers[496] ?? '')).waitForMessage(messageId, 300_000);
	}, 600_000);
});
