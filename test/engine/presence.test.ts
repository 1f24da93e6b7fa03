import type { BinaryNode } from '@whiskeysockets/baileys';
import type { TrafficEntry } from '../simulator';
import { BOB, OWNER, send, text, useBench } from './support';

describe('A linked number is never online: its phone would get no notifications', () => {
	const bench = useBench();
	afterEach(async () => {
		await unavailable();
		expect(new Set(presences().map(({ attrs }) => attrs.type))).toEqual(new Set(['unavailable']));
		expect(bench.phone.available).toBe(false);
	});

	const presences = () =>
		bench.simulator.traffic
			.entries(OWNER)
			.filter(({ direction, stanza }) => direction === 'in' && stanza.tag === 'presence')
			.map(({ stanza }) => stanza);

	/** What the engine has told WhatsApp, or the next it tells; `before` does not count. */
	async function heard(
		matches: (stanza: BinaryNode) => boolean,
		before: readonly TrafficEntry[] = [],
	): Promise<BinaryNode> {
		const { stanza } = await bench.simulator.traffic.waitFor(
			(entry) =>
				entry.direction === 'in' &&
				entry.number === OWNER &&
				!before.includes(entry) &&
				matches(entry.stanza),
		);
		return stanza;
	}

	const unavailable = (before?: readonly TrafficEntry[]) =>
		heard(({ tag, attrs }) => tag === 'presence' && attrs.type === 'unavailable', before);

	test('after linking, when it learns its name', async () => {
		await unavailable();
	});

	test('when its name is changed on the phone', async () => {
		const name = 'Ana';
		await bench.phone.changeAppState({
			collection: 'critical_block',
			index: ['setting_pushName'],
			action: { pushNameSetting: { name } },
			operation: 'set',
			apiVersion: 1,
		});
		await heard(({ tag, attrs }) => tag === 'presence' && attrs.name === name);
	});

	test('when something else in the account changes', async () => {
		const id = 'chats-disappear';
		const change = { tag: 'disappearing_mode', attrs: { duration: '86400', t: '1' } };
		const attrs = { id, type: 'account_sync', from: 's.whatsapp.net' };
		bench.simulator.script(OWNER, { tag: 'notification', attrs, content: [change] });
		await heard((stanza) => stanza.tag === 'ack' && stanza.attrs.id === id);
	});

	test('after it was shown to type, and what comes then is acknowledged as `inactive`', async () => {
		const before = bench.simulator.traffic.entries(OWNER);
		const { messageId } = await send(bench, text(BOB, 'typed', { typingMs: 1 }));
		await bench.bob.waitForMessage(messageId);
		expect(bench.bob.typing).toEqual(['composing', 'paused']);
		await unavailable(before);
		const answer = await bench.bob.sendText(OWNER, 'I saw you typing');
		const receipt = await heard(({ tag, attrs }) => tag === 'receipt' && attrs.id === answer);
		expect(receipt.attrs.type).toBe('inactive');
	});

	test('after a connection was lost', async () => {
		const before = bench.simulator.traffic.entries(OWNER);
		bench.simulator.faults.dropConnections();
		await unavailable(before);
		const id = await bench.bob.sendText(OWNER, 'there again');
		await heard(({ tag, attrs }) => tag === 'receipt' && attrs.id === id);
	});
});
