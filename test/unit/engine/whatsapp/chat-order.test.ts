import { EventEmitter, once } from 'node:events';
import type { BinaryNode } from '@whiskeysockets/baileys';
import { silentLog } from '../../../../engine/log';
import type { LidMapping } from '../../../../engine/whatsapp/lid-mapping';
import { keepChatOrder } from '../../../../engine/whatsapp/chat-order';
import { createFakeClock } from '../../../support/fake-clock';
import { deferred, type Deferred } from '../support';

const BOB = '5511900000002@s.whatsapp.net';
const BOBS_LID = '222@lid';
const EVE = '333@lid';
const GROUP = '120363000000000001@g.us';

/** Baileys' WebSocket, with a listener that takes as long as the test says. */
class Socket extends EventEmitter {
	isOpen = true;
	readonly handed: BinaryNode[] = [];
	/** What Baileys is done with. */
	readonly handled: unknown[] = [];
	readonly #work = new Map<string | undefined, Deferred>();

	constructor() {
		super();
		this.on('CB:message', async (node: BinaryNode) => {
			this.handed.push(node);
			this.emit(`handed ${node.attrs.id}`);
			await this.workOf(node.attrs.id).promise;
		});
	}

	workOf(id: string | undefined): Deferred {
		const work = this.#work.get(id) ?? deferred();
		this.#work.set(id, work);
		return work;
	}

	async done(id: string): Promise<void> {
		this.workOf(id).resolve();
		await clock.settle();
	}

	async comes(id: string, attrs: Record<string, string>): Promise<void> {
		this.emit('CB:message', { tag: 'message', attrs: { id, ...attrs } } satisfies BinaryNode);
		await clock.settle();
	}

	async handsOver(id: string): Promise<void> {
		if (!this.ids().includes(id)) await once(this, `handed ${id}`);
	}

	ids(): unknown[] {
		return this.handed.map(({ attrs }) => attrs.id);
	}
}

const clock = createFakeClock();
const nobody: LidMapping = { lookUp: () => ({ phone: null, lid: null }) };
const knowsBob: LidMapping = {
	lookUp: (jid) => ({ phone: null, lid: jid === BOB ? BOBS_LID : jid }),
};

function open(lidMapping: LidMapping = nobody, longestMs?: number): Socket {
	const socket = new Socket();
	const handled = async ({ attrs }: BinaryNode) => void socket.handled.push(attrs.id);
	keepChatOrder(socket, lidMapping, silentLog, handled, longestMs);
	return socket;
}

describe('The messages of a chat', () => {
	test.each([
		['live ones', {}, {}],
		['a live one behind what had waited', { offline: '0' }, {}],
		['a late one of what had waited behind a live one', {}, { offline: '7' }],
	])('are handed over one after another, as they came: %s', async (_, first, second) => {
		const socket = open();
		await socket.comes('1', { from: BOB, ...first });
		await socket.comes('2', { from: BOB, ...second });
		expect(socket.ids()).toEqual(['1']);
		expect(socket.handled).toEqual([]);
		await socket.done('1');
		expect(socket.ids()).toEqual(['1', '2']);
		expect(socket.handled).toEqual(['1']);
	});

	test('do not wait for those of others', async () => {
		const socket = open();
		for (const from of [BOB, EVE, GROUP]) await socket.comes(from, { from });
		expect(socket.ids()).toEqual([BOB, EVE, GROUP]);
	});

	test('lose the mark by which Baileys would queue them anew, and nothing else', async () => {
		const socket = open();
		await socket.comes('1', { from: BOB, offline: '3', t: '12' });
		expect(socket.handed).toEqual([{ tag: 'message', attrs: { id: '1', from: BOB, t: '12' } }]);
	});

	test.each<[string, LidMapping, Record<string, string>]>([
		['from another device', nobody, { from: '5511900000002:3@s.whatsapp.net' }],
		['under the LID', knowsBob, { from: BOBS_LID }],
		['of ours from the phone', nobody, { from: '111:0@lid', recipient: BOB }],
	])('are those %s, too', async (_, lidMapping, attrs) => {
		const socket = open(lidMapping);
		await socket.comes('1', { from: BOB });
		await socket.comes('2', attrs);
		expect(socket.ids()).toEqual(['1']);
	});

	test('are known for one chat by what the first says of its sender', async () => {
		const socket = open();
		await socket.comes('1', { from: BOB, sender_lid: BOBS_LID });
		await socket.comes('2', { from: BOBS_LID });
		expect(socket.ids()).toEqual(['1']);
	});

	test('go on when one of them fails', async () => {
		const socket = open();
		await socket.comes('1', { from: BOB });
		await socket.comes('2', { from: BOB });
		socket.workOf('1').reject(new Error('Baileys'));
		await clock.settle();
		expect(socket.ids()).toEqual(['1', '2']);
		expect(socket.handled).toEqual(['1']);
	});

	test('go on when Baileys does not get done with one of them', async () => {
		const socket = open(nobody, 1);
		await socket.comes('1', { from: BOB });
		await socket.comes('2', { from: BOB });
		await socket.handsOver('2');
		expect(socket.ids()).toEqual(['1', '2']);
	});

	test('are not handed over after the close: they come again', async () => {
		const socket = open();
		await socket.comes('1', { from: BOB });
		await socket.comes('2', { from: BOB });
		socket.isOpen = false;
		await socket.done('1');
		expect(socket.ids()).toEqual(['1']);
		expect(socket.handled).toEqual([]);
	});
});
