import { BOB, collect, link, OWNER, useBench } from './support';

/** Choosing a recipient by name: what the number knows of people and groups. */

const bench = useBench({ linked: false });

const search = async (query: string) =>
	await bench.host.request(bench.account, 'chat.search', { query, limit: 10 });

/** Resolves when the search finds something; every event of WhatsApp may bring it. */
async function untilFound(query: string) {
	const events = await collect(bench);
	for (;;) {
		const found = await search(query);
		if (found.length > 0) return found;
		const id = await bench.bob.sendText(OWNER, 'Do you have me?');
		await events.next('message.incoming', ({ messageId }) => messageId === id);
	}
}

test("the phone's address book is known after linking, and what changes in it later", async () => {
	const { phone } = bench;
	await phone.addContact(BOB, 'Roberto Lima');
	await link(bench);
	expect(await untilFound('roberto')).toEqual([
		{ chat: `${BOB}@s.whatsapp.net`, type: 'direct', name: 'Roberto Lima', phone: BOB },
	]);

	await phone.addContact('5511900000008', 'Clara Nunes');
	expect(await untilFound('clara')).toMatchObject([{ name: 'Clara Nunes' }]);
});

test('whoever writes is known by the name they gave themselves', async () => {
	const dora = await bench.simulator.contact('5511900000009', { name: 'Dôra' });
	await dora.sendText(OWNER, 'Hi');
	expect(await untilFound('dora')).toMatchObject([{ name: 'Dôra', phone: '5511900000009' }]);
});

test('groups are found by their name', async () => {
	const group = await bench.simulator.group({ subject: 'Weekend trips', members: [OWNER, BOB] });
	expect(await untilFound('weekend')).toEqual([
		{ chat: group.id, type: 'group', name: 'Weekend trips', phone: null },
	]);
});

test('among groups alone nobody is found by a name that a group has too', async () => {
	const group = await bench.simulator.group({ subject: 'Roberto & co', members: [OWNER, BOB] });
	await untilFound('roberto & co');
	const found = await bench.host.request(bench.account, 'chat.search', {
		query: 'roberto',
		limit: 10,
		type: 'group',
	});
	expect(found).toMatchObject([{ chat: group.id }]);
});

test('among the members of a group nobody else is found', async () => {
	const { id } = await bench.simulator.group({ subject: 'Two of us', members: [OWNER, BOB] });
	const members = async (query: string, memberOf: string) =>
		await bench.host.request(bench.account, 'chat.search', { query, limit: 10, memberOf });
	expect(await members('', id)).toHaveLength(2);
	expect(await members('rob', id)).toMatchObject([
		{ chat: `${BOB}@s.whatsapp.net`, type: 'direct', name: 'Roberto Lima', phone: BOB },
	]);
	expect(await members('clara', id)).toEqual([]);
	expect(await members('clara', '={{ $json.chat }}')).toMatchObject([{ name: 'Clara Nunes' }]);
});

test('channels are found that the number runs, and no others', async () => {
	const ours = await bench.simulator.channel({ name: 'Our news', admins: [OWNER] });
	const shared = await bench.simulator.channel({ name: 'News of both', admins: [BOB, OWNER] });
	await bench.simulator.channel({ name: 'Their news', admins: [BOB], subscribers: [OWNER] });
	const found = await bench.host.request(bench.account, 'chat.search', {
		query: 'news',
		limit: 10,
		type: 'channel',
	});
	expect(found).toEqual([
		{ chat: shared.id, type: 'channel', name: 'News of both', phone: null },
		{ chat: ours.id, type: 'channel', name: 'Our news', phone: null },
	]);
	expect(await search('news')).toEqual([]);
});

test('people are found without a connection, and after a restart', async () => {
	bench.simulator.faults.refuseConnections(true);
	await bench.restart();
	expect(await search('roberto')).toMatchObject([{ phone: BOB }]);
	bench.simulator.faults.refuseConnections(false);
});
