import { proto } from '@whiskeysockets/baileys';
import type { VirtualContact, VirtualGroup } from '../simulator';
import {
	BOB,
	collect,
	OWNER,
	send,
	text,
	untilConnected,
	type Collected,
	useBench,
} from './support';

const CAROL = '5511900000003';
const { REVOKE } = proto.Message.ProtocolMessage.Type;
const { Type: PinType } = proto.Message.PinInChatMessage;

describe('what a member does to the messages of others', () => {
	const bench = useBench();
	let carol: VirtualContact;
	let heard: Collected;
	let runs = 0;

	beforeAll(async () => {
		carol = await bench.simulator.contact(CAROL, { name: 'Carol' });
		heard = await collect(bench);
	});

	const came = (messageId: string) =>
		heard.next('message.incoming', (event) => event.messageId === messageId);
	const deletion = (messageId: string) =>
		heard.next('message.deleted', (event) => event.messageId === messageId);
	const deletionsOf = (messageId: string) =>
		heard.all.filter((event) => event.event === 'message.deleted' && event.messageId === messageId);
	/** A group of Bob, its owner. */
	const groupOf = (addressing: 'pn' | 'lid') =>
		bench.simulator.group({ subject: 'Us', owner: BOB, members: [OWNER, CAROL], addressing });

	/** Carol's app does what hers may not. */
	async function forge(group: VirtualGroup, author: VirtualContact, id: string, edit?: '8') {
		const participant = group.addressing === 'lid' ? author.lid : author.jid;
		const key = { id, remoteJid: group.id, fromMe: false, participant };
		return await carol.sendMessage(
			group.id,
			{ protocolMessage: { type: REVOKE, key } },
			edit && { attributes: { edit } },
		);
	}

	/** Whether what a message says is still here: it can be quoted. */
	async function isKept(group: VirtualGroup, messageId: string): Promise<boolean> {
		const content = { type: 'text' as const, text: 'quoting' };
		const origin = { key: `quoting ${runs++}` };
		const quoting = send(bench, { to: group.id, content, origin, replyTo: { messageId } });
		return await quoting.then(
			() => true,
			() => false,
		);
	}

	test.each([
		['pn', undefined],
		['pn', '8'],
		['lid', undefined],
		['lid', '8'],
	] as const)(
		'a member who is no admin deletes nothing for others (%s, edit %s)',
		async (addressing, edit) => {
			const group = await groupOf(addressing);
			const theirs = await bench.bob.sendText(group.id, 'by Bob');
			await came(theirs);
			const ours = (await send(bench, text(group.id, 'by us'))).messageId;
			await carol.waitForMessage(ours);
			await forge(group, bench.bob, theirs, edit);
			const owner = bench.phone;
			const us = group.addressing === 'lid' ? owner.lid : owner.jid;
			await carol.sendMessage(group.id, {
				protocolMessage: {
					type: REVOKE,
					key: { id: ours, remoteJid: group.id, fromMe: false, participant: us },
				},
			});
			await came(await carol.sendText(group.id, 'after the forgeries'));
			expect([...deletionsOf(theirs), ...deletionsOf(ours)]).toEqual([]);
			expect(await isKept(group, theirs)).toBe(true);
			expect(await isKept(group, ours)).toBe(true);
		},
	);

	test.each(['pn', 'lid'] as const)('an admin deletes for everyone (%s)', async (addressing) => {
		const group = await groupOf(addressing);
		const id = await carol.sendText(group.id, 'by Carol');
		await came(id);
		await bench.bob.waitForMessage(id);
		await bench.bob.deleteForEveryone(id);
		const told = await deletion(id);
		expect(told).toMatchObject({ from: { phone: BOB }, author: { from: { phone: CAROL } } });
		expect(told.unconfirmed).toBeUndefined();
		expect(await isKept(group, id)).toBe(false);
	});

	test('somebody who has just become an admin is one', async () => {
		const group = await groupOf('pn');
		const id = await bench.bob.sendText(group.id, 'by Bob');
		await came(id);
		await forge(group, bench.bob, id);
		await came(await carol.sendText(group.id, 'not yet'));
		expect(deletionsOf(id)).toEqual([]);
		await group.promote(CAROL);
		await forge(group, bench.bob, id);
		expect(await deletion(id)).toMatchObject({ from: { phone: CAROL } });
	});

	test('WhatsApp does not tell who is an admin: it is told as unconfirmed, in its place, and nothing is dropped', async () => {
		const group = await groupOf('pn');
		const id = await carol.sendText(group.id, 'by Carol');
		await came(id);
		await bench.bob.waitForMessage(id);
		bench.simulator.faults.refuseMetadata(group.id, 404);
		await bench.restart();
		await untilConnected(bench);
		await heard.close();
		heard = await collect(bench);
		await bench.bob.deleteForEveryone(id);
		const after = await bench.bob.sendText(group.id, 'after it');
		await came(after);
		expect(deletionsOf(id)).toMatchObject([{ unconfirmed: true, from: { phone: BOB } }]);
		const order = heard.all.flatMap((event) => ('messageId' in event ? [event.messageId] : []));
		expect(order.indexOf(id)).toBeLessThan(order.indexOf(after));
		bench.simulator.faults.clear();
		expect(await isKept(group, id)).toBe(true);
	});

	test('the process ends while WhatsApp is asked: nothing is lost, doubled or out of its place', async () => {
		const subscription = { durableId: 'deletions', start: 'resume' } as const;
		const group = await groupOf('pn');
		const id = await carol.sendText(group.id, 'by Carol');
		await came(id);
		await bench.bob.waitForMessage(id);
		await heard.close();
		heard = await collect(bench, undefined, subscription);
		bench.simulator.faults.silenceMetadata(10);
		bench.simulator.traffic.clear();
		await bench.bob.deleteForEveryone(id);
		await bench.simulator.traffic.waitFor(
			({ direction, stanza: { attrs } }) => direction === 'in' && attrs.xmlns === 'w:g2',
		);
		const after = await bench.bob.sendText(group.id, 'after it');
		// Only this chat waits.
		await came(await bench.bob.sendText(OWNER, 'elsewhere'));
		expect(deletionsOf(id)).toEqual([]);
		await heard.close();
		await bench.restart();
		heard = await collect(bench, undefined, subscription);
		await came(after);
		expect(deletionsOf(id)).toMatchObject([{ unconfirmed: true }]);
		const order = heard.all.flatMap((event) => ('messageId' in event ? [event.messageId] : []));
		expect(order.indexOf(id)).toBeLessThan(order.indexOf(after));
		bench.simulator.faults.clear();
		expect(await isKept(group, id)).toBe(true);
	});

	test('what waited for the login is judged as what comes live', async () => {
		const subscription = { durableId: 'waiting', start: 'resume' } as const;
		const group = await groupOf('lid');
		const [hers, his] = [
			await carol.sendText(group.id, 'by Carol'),
			await bench.bob.sendText(group.id, 'by Bob'),
		];
		for (const id of [hers, his]) await came(id);
		await bench.bob.waitForMessage(hers);
		await heard.close();
		heard = await collect(bench, undefined, subscription);
		await heard.close();
		const held = bench.simulator.faults.holdDeliveries(OWNER);
		await bench.bob.deleteForEveryone(hers);
		await forge(group, bench.bob, his);
		const after = await carol.sendText(group.id, 'after both');
		await bench.restart();
		heard = await collect(bench, undefined, subscription);
		held.release();
		await came(after);
		const [told] = deletionsOf(hers);
		expect(told).toMatchObject({ from: { phone: BOB } });
		expect(told).not.toHaveProperty('unconfirmed');
		expect(deletionsOf(his)).toEqual([]);
	});

	test('pins are for admins where they keep the settings of the group to themselves', async () => {
		const group = await groupOf('pn');
		const id = await bench.bob.sendText(group.id, 'pin me');
		await came(id);
		const pin = async () =>
			await carol.sendMessage(group.id, {
				pinInChatMessage: {
					type: PinType.PIN_FOR_ALL,
					key: { id, remoteJid: group.id, fromMe: false, participant: bench.bob.jid },
				},
			});
		expect(await came(await pin())).toMatchObject({ type: 'pin' });
		group.setLocked(true);
		const forbidden = await pin();
		await came(await carol.sendText(group.id, 'after the pin'));
		expect(
			heard.all.filter((event) => 'messageId' in event && event.messageId === forbidden),
		).toEqual([]);
	});

	test('in a chat of two nobody deletes what the other one wrote, by either address', async () => {
		const { phone } = bench;
		const id = await phone.sendText(BOB, 'from the phone');
		await heard.next('message.sentFromPhone', (event) => event.messageId === id);
		for (const asLid of [false, true]) {
			const key = { id, fromMe: true, remoteJid: asLid ? phone.lid : phone.jid };
			await bench.bob.sendMessage(OWNER, { protocolMessage: { type: REVOKE, key } }, { asLid });
		}
		await came(await bench.bob.sendText(OWNER, 'after the forgeries, in a chat of two'));
		expect(deletionsOf(id)).toEqual([]);
	});
});
