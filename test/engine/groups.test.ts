import { BOB, collect, OWNER, said, send, text, useBench } from './support';

const bench = useBench();

test.each(['pn', 'lid'] as const)(
	'what our phone writes to a group does not take our own key there (%s)',
	async (addressing) => {
		const { simulator, phone, bob } = bench;
		const members = [OWNER, BOB];
		const { id } = await simulator.group({ subject: 'Team', owner: BOB, members, addressing });
		const events = await collect(bench, ['message.sentFromPhone']);

		await send(bench, text(id, `first ${addressing}`));
		await bob.waitForMessage(said(`first ${addressing}`));
		const own = await phone.sendText(id, 'from my pocket');
		await events.next('message.sentFromPhone', ({ messageId }) => messageId === own);
		await send(bench, text(id, `second ${addressing}`));
		await bob.waitForMessage(said(`second ${addressing}`));

		const again = await phone.sendText(id, 'once more');
		await events.next('message.sentFromPhone', ({ messageId }) => messageId === again);
		await bob.waitForMessage(again);
		await events.close();
	},
);
