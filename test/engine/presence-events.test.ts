import type { PresenceState } from '../../engine/gateway/contract';
import { SUBSCRIBED_FOR_MS } from '../../engine/whatsapp/presence-subscriptions';
import {
	BOB,
	collect,
	meanwhile,
	OWNER,
	untilConnected,
	useBench,
	type Collected,
} from './support';

describe('the presence of others', () => {
	const bench = useBench();
	let heard: Collected;

	beforeEach(async () => {
		await bench.bob.goOnline();
		heard = await collect(bench);
		// So that WhatsApp has told which number and which LID are one person.
		const id = await bench.bob.sendText(OWNER, 'hello');
		await heard.next('message.incoming', ({ messageId }) => messageId === id);
	});
	afterEach(() => heard.close());

	const theBob = () => ({ phone: BOB, lid: bench.bob.lid });
	const told = (presence: PresenceState) =>
		heard.next('presence.changed', (event) => event.presence === presence);
	const presencesSent = () =>
		bench.simulator.traffic
			.entries(OWNER)
			.filter(({ direction, stanza }) => direction === 'in' && stanza.tag === 'presence')
			.map(({ stanza }) => stanza.attrs.type);
	/** What the number has told of itself since there were so many. */
	const untilSent = async (after: number, ...types: string[]) => {
		await bench.simulator.traffic.waitFor(() => presencesSent().length >= after + types.length);
		expect(presencesSent().slice(after, after + types.length)).toEqual(types);
	};
	/**
	 * Until WhatsApp has it: that somebody came may have been heard before, since a number that has asked once hears it in each
	 * test.
	 */
	const subscribe = async (chat: string) => {
		const { length } = presencesSent();
		await bench.host.request(bench.account, 'chat.subscribePresence', { chat });
		await untilSent(length, 'available', 'subscribe');
	};

	test('is not told to a number that is not online', async () => {
		bench.bob.setTyping(OWNER, 'composing');
		bench.bob.goOffline();
		await meanwhile(bench);
		expect(heard.all.map(({ event }) => event)).not.toContain('presence.changed');
	});

	test.each(['pn', 'lid'] as const)('comes to one that asks for it, by %s', async (addressing) => {
		await subscribe(addressing === 'pn' ? BOB : bench.bob.lid);
		expect(await told('available')).toMatchObject({
			chat: { id: bench.bob.jid, type: 'direct', ...theBob() },
			from: { ...theBob(), name: 'Bob' },
			account: { phone: OWNER },
			lastSeen: null,
		});
		expect(bench.phone.available).toBe(true);
		bench.bob.setTyping(OWNER, 'composing');
		expect(await told('typing')).toMatchObject({ from: theBob() });
		bench.bob.setTyping(OWNER, 'recording');
		expect(await told('recording')).toMatchObject({ from: theBob() });
		// Baileys would say that they are available.
		bench.bob.setTyping(OWNER, 'paused');
		expect(await told('paused')).toMatchObject({ from: theBob() });
		bench.bob.goOffline();
		expect(await told('unavailable')).toMatchObject({
			from: theBob(),
			lastSeen: expect.stringMatching(/Z$/),
		});
	});

	test('in a group says who types', async () => {
		const group = await bench.simulator.group({ subject: 'Trio', members: [BOB, OWNER] });
		await subscribe(BOB);
		await told('available');
		bench.bob.setTyping(group.id, 'composing');
		expect(await told('typing')).toMatchObject({
			chat: { id: group.id, type: 'group', name: 'Trio' },
			from: theBob(),
		});
	});

	test('is asked for anew over the next connection', async () => {
		await subscribe(BOB);
		await told('available');
		const { length } = presencesSent();
		bench.simulator.faults.dropConnections(OWNER);
		await heard.next('session.disconnected');
		await untilConnected(bench);
		await untilSent(length, 'unavailable', 'available', 'subscribe');
		bench.bob.goOffline();
		await told('unavailable');
	});

	test('of a group is no question', async () => {
		await expect(subscribe('120363000000000001@g.us')).rejects.toMatchObject({
			code: 'INVALID_RECIPIENT',
			message: expect.stringContaining('is a group'),
		});
	});

	test('ends after a day: the phone gets its notifications again', async () => {
		await subscribe(BOB);
		await told('available');
		const { length } = presencesSent();
		bench.clock.skip(SUBSCRIBED_FOR_MS);
		await untilSent(length, 'unavailable');
		expect(bench.phone.available).toBe(false);
	});
});
