import type { BinaryNode } from '@whiskeysockets/baileys';
import type { ContactChange } from '../../engine/gateway/contract';
import {
	BOB,
	collect,
	link,
	meanwhile,
	OWNER,
	untilAcked,
	untilConnected,
	useBench,
	type Collected,
} from './support';

const NEW_NUMBER = '5511900000022';

describe('what people, and the owner of the number, change', () => {
	const bench = useBench();
	let heard: Collected;

	beforeEach(async () => {
		heard = await collect(bench);
	});
	afterEach(() => heard.close());

	const theBob = () => ({ phone: BOB, lid: bench.bob.lid });
	const changed = (change: ContactChange['change']) =>
		heard.next('contact.changed', (event) => event.change === change);

	describe.each(['pn', 'lid'] as const)('of somebody by %s', (addressing) => {
		const change = () => bench.bob.change(OWNER, addressing);
		// Until a message has come nobody knows which number and which LID are one person.
		beforeEach(async () => {
			const id = await bench.bob.sendText(OWNER, 'hello');
			await heard.next('message.incoming', ({ messageId }) => messageId === id);
		});

		test('the about', async () => {
			change().about('On holiday');
			expect(await changed('about')).toMatchObject({
				chat: { id: bench.bob.jid, type: 'direct', ...theBob() },
				contact: { ...theBob(), name: 'Bob' },
				account: { phone: OWNER },
				about: 'On holiday',
			});
			await untilAcked(bench.simulator, { class: 'notification', type: 'status' });
		});

		test('the picture', async () => {
			change().picture(true);
			expect(await changed('picture')).toMatchObject({ contact: theBob(), picture: 'set' });
			change().picture(false);
			expect(
				await heard.next(
					'contact.changed',
					(event) => event.change === 'picture' && event.picture === 'removed',
				),
			).toMatchObject({ contact: theBob() });
		});

		test('the security code', async () => {
			change().identity();
			expect(await changed('securityCode')).toMatchObject({ contact: theBob() });
		});

		test('the number', async () => {
			change().number(NEW_NUMBER);
			expect(await changed('number')).toMatchObject({
				chat: { id: `${NEW_NUMBER}@s.whatsapp.net` },
				contact: { phone: NEW_NUMBER },
				formerAddress: theBob(),
			});
		});
	});

	test('the name that somebody has in the address book of the phone', async () => {
		const named = (name: string) =>
			heard.next('contact.changed', (event) => event.change === 'name' && event.name === name);
		// What comes first is the address book as it has been all along.
		await bench.phone.addContact('5511900000005', 'Dora');
		await untilAcked(bench.simulator, { class: 'notification', type: 'server_sync' });
		await bench.phone.addContact(BOB, 'Robert');
		expect(await named('Robert')).toMatchObject({
			contact: { ...theBob(), name: 'Robert' },
			formerName: null,
		});
		await bench.phone.addContact(BOB, 'Robert the Builder');
		expect(await named('Robert the Builder')).toMatchObject({ formerName: 'Robert' });
	});

	test('the name that somebody calls themselves: told once, not with the first message', async () => {
		const eve = await bench.simulator.contact('5511900000003', { name: 'Eve' });
		await eve.sendText(OWNER, 'I am Eve');
		await eve.apply({ name: 'Evelyn' });
		await eve.sendText(OWNER, 'Call me Evelyn');
		expect(await changed('pushName')).toMatchObject({
			contact: { phone: eve.number },
			name: 'Evelyn',
			formerName: 'Eve',
		});
		const last = await eve.sendText(OWNER, 'Did you get that?');
		await heard.next('message.incoming', ({ messageId }) => messageId === last);
		expect(
			heard.all.filter(({ event, ...rest }) => event === 'contact.changed' && 'name' in rest),
		).toHaveLength(1);
	});

	test('what happens while the number is offline comes with the next connection, once', async () => {
		const trigger = await collect(bench, ['contact.changed'], { durableId: 'w:t' });
		bench.simulator.faults.dropConnections(OWNER);
		await heard.next('session.disconnected');
		bench.bob.change(OWNER).about('Asleep');
		await untilConnected(bench);
		const { eventId } = await trigger.next('contact.changed');
		bench.bob.change(OWNER).about('Awake');
		await trigger.next(
			'contact.changed',
			(event) => event.change === 'about' && event.about === 'Awake',
		);
		expect(trigger.all.filter((event) => event.eventId === eventId)).toHaveLength(1);
		await trigger.close();
	});

	/** What the phone has done, as WhatsApp tells its companions. */
	function sync(id: string, ...content: BinaryNode[]): void {
		const attrs = { id, type: 'account_sync', from: bench.phone.jid };
		bench.simulator.script(OWNER, { tag: 'notification', attrs, content });
	}

	test('whom the number blocks', async () => {
		const item = (action: string) => ({ tag: 'item', attrs: { jid: bench.bob.lid, action } });
		sync('block', { tag: 'blocklist', attrs: {}, content: [item('block')] });
		expect(await heard.next('blocklist.changed')).toMatchObject({
			account: { phone: OWNER },
			blocked: [theBob()],
			unblocked: [],
		});
		sync('unblock', { tag: 'blocklist', attrs: {}, content: [item('unblock')] });
		expect(
			await heard.next('blocklist.changed', ({ unblocked }) => unblocked.length > 0),
		).toMatchObject({ blocked: [], unblocked: [theBob()] });
	});

	test('the name, the picture and the about of the number itself', async () => {
		const profile = (change: string) =>
			heard.next('profile.changed', (event) => event.change === change);
		await bench.phone.changeAppState({
			collection: 'critical_block',
			index: ['setting_pushName'],
			action: { pushNameSetting: { name: 'Ana from the shop' } },
			operation: 'set',
			apiVersion: 1,
		});
		expect(await profile('name')).toMatchObject({
			name: 'Ana from the shop',
			account: { name: 'Ana from the shop' },
		});
		sync('picture', { tag: 'picture', attrs: {} });
		sync('about', { tag: 'status', attrs: {} });
		await profile('picture');
		await profile('about');
	});
});

describe('a number that is linked', () => {
	const bench = useBench({ linked: false });

	test('gets an address book, and no news', async () => {
		await bench.phone.addContact(BOB, 'Robert');
		const heard = await collect(bench);
		await link(bench);
		await heard.next('session.connected');
		const id = await bench.bob.sendText(OWNER, 'hello');
		const { from } = await heard.next('message.incoming', ({ messageId }) => messageId === id);
		await meanwhile(bench);
		expect(from).toMatchObject({ phone: BOB });
		const events = heard.all.map(({ event }) => event);
		expect(events).not.toContain('contact.changed');
		expect(events).not.toContain('profile.changed');
	});
});
