import { collect, link, openBench, OWNER, said, send, text, BOB, type Bench } from './support';

let bench: Bench;
beforeAll(async () => {
	bench = await openBench();
	await link(bench);
});
afterAll(async () => await bench.close());

test.each(['pn', 'lid'] as const)(
	'what our phone writes to a group does not take our own key there (%s)',
	async (addressing) => {
		const { simulator } = bench;
		const bob = await simulator.contact(BOB);
		const members = [OWNER, BOB];
		const { id } = await simulator.group({ subject: 'Team', owner: BOB, members, addressing });
		const events = await collect(bench, ['message.sentFromPhone']);

		await send(bench, text(id, `first ${addressing}`));
		await bob.waitForMessage(said(`first ${addressing}`));
		const own = await simulator.phone(OWNER).sendText(id, 'from my pocket');
		await events.next('message.sentFromPhone', ({ messageId }) => messageId === own);
		await send(bench, text(id, `second ${addressing}`));
		await bob.waitForMessage(said(`second ${addressing}`));

		const again = await simulator.phone(OWNER).sendText(id, 'once more');
		await events.next('message.sentFromPhone', ({ messageId }) => messageId === again);
		await bob.waitForMessage(again);
		await events.close();
	},
);
