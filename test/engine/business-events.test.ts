import {
	BOB,
	collect,
	meanwhile,
	OWNER,
	untilAcked,
	untilConnected,
	useBench,
	type Collected,
} from './support';

const SHOP = 'Flowers by Bob';

/** Bob is a business, is none any more, and WhatsApp verifies what he calls it. */
describe.each(['pn', 'lid'] as const)('somebody by %s', (addressing) => {
	const bench = useBench({ each: true });
	let heard: Collected;

	beforeEach(async () => {
		heard = await collect(bench);
		// Until a message has come nobody knows which number and which LID are one person.
		const id = await bench.bob.sendText(OWNER, 'hello');
		await heard.next('message.incoming', ({ messageId }) => messageId === id);
	});
	afterEach(() => heard.close());

	const news = () => bench.bob.change(OWNER, addressing);
	const bob = () => ({ phone: BOB, lid: bench.bob.lid, name: 'Bob' });
	const happened = () => heard.all.filter(({ event }) => event === 'contact.businessChanged');
	const next = (change: string) =>
		heard.next('contact.businessChanged', (event) => event.change === change);

	test('registers a business, has it verified, renames it, loses that, and gives it up', async () => {
		news().business(SHOP, 'unknown');
		const chat = { id: bench.bob.jid, type: 'direct', ...bob() };
		expect(await next('registered')).toMatchObject({
			...{ chat, contact: bob(), account: { phone: OWNER } },
			...{ verifiedName: SHOP, level: 'unknown', formerName: null, formerLevel: null },
		});
		await untilAcked(bench.simulator, { class: 'notification', type: 'business' });
		news().business(SHOP, 'high');
		expect(await next('verified')).toMatchObject({
			...{ verifiedName: SHOP, level: 'high', formerName: SHOP, formerLevel: 'unknown' },
		});
		news().business('Bobs Blumen', 'high');
		expect(await next('renamed')).toMatchObject({ verifiedName: 'Bobs Blumen', formerName: SHOP });
		news().business('Bobs Blumen', 'low');
		expect(await next('unverified')).toMatchObject({ level: 'low', formerLevel: 'high' });
		// What WhatsApp says once more is no news.
		news().business('Bobs Blumen', 'unknown');
		news().noBusiness();
		expect(await next('removed')).toMatchObject({
			...{ verifiedName: null, level: null, formerName: 'Bobs Blumen', formerLevel: 'unknown' },
		});
		expect(happened()).toHaveLength(5);
	});

	test('says with a message that it is a business, which is told once', async () => {
		Object.assign(bench.bob, { verifiedName: SHOP, verifiedLevel: 'high' });
		await bench.bob.sendText(OWNER, 'We are open');
		expect(await next('verified')).toMatchObject({
			...{ contact: bob(), verifiedName: SHOP, level: 'high', formerLevel: null },
		});
		const id = await bench.bob.sendText(OWNER, 'Come and see');
		await heard.next('message.incoming', ({ messageId }) => messageId === id);
		// It has said so itself already.
		news().business(SHOP, 'high');
		await untilAcked(bench.simulator, { class: 'notification', type: 'business' });
		await meanwhile(bench);
		expect(happened()).toHaveLength(1);
	});

	test('whom WhatsApp names by a hash is asked about', async () => {
		const hashed = () => bench.bob.change(OWNER, addressing, false);
		hashed().business(SHOP, 'low');
		expect(await next('registered')).toMatchObject({ contact: bob(), verifiedName: SHOP });
		hashed().business(SHOP, 'high');
		await next('verified');
		hashed().noBusiness();
		expect(await next('removed')).toMatchObject({ contact: { phone: BOB }, formerName: SHOP });
		// Nor is it any news of somebody else whose hash is the same.
		const asked = bench.simulator.statistics(OWNER).usyncQueries;
		hashed().noBusiness();
		await untilAcked(bench.simulator, { class: 'notification', type: 'business' });
		await meanwhile(bench);
		expect(bench.simulator.statistics(OWNER).usyncQueries).toBe(asked + 1);
		expect(happened()).toHaveLength(3);
	});

	test('is no business any more while the number is offline: told with the next connection, once', async () => {
		news().business(SHOP, 'low');
		await next('registered');
		bench.simulator.faults.dropConnections(OWNER);
		await heard.next('session.disconnected');
		news().noBusiness();
		await untilConnected(bench);
		await next('removed');
		news().business('Bobs Blumen', 'low');
		await heard.next(
			'contact.businessChanged',
			({ verifiedName, formerName }) => verifiedName === 'Bobs Blumen' && formerName === null,
		);
		expect(happened()).toHaveLength(3);
	});
});
