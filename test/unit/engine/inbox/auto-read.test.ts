import { createAutoRead, type AutoRead } from '../../../../engine/inbox/auto-read';
import { createIncomingStore, type IncomingStore } from '../../../../engine/inbox/incoming-store';
import type { EngineEvent } from '../../../../engine/gateway/contract';
import type { AccountStore } from '../../../../engine/store/account-store';
import { silentLog } from '../../../../engine/log';
import type { IncomingMessage } from '../../../../engine/whatsapp/index';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { MINUTE, useStores } from '../support';

const BOB = '5511900000002@s.whatsapp.net';
const GROUP = '120363000000000001@g.us';
const STATUS = 'status@broadcast';

const stores = useStores();
let clock: FakeClock;
let incoming: IncomingStore;
let settings: { readMessages?: boolean; viewStatuses?: boolean };
let markRead: jest.Mock<Promise<void>, [readonly { id?: string | null }[]]>;
let isOnline: boolean;
let didRead: jest.Mock;
let autoRead: AutoRead;
let store: AccountStore;
let lastAt = START;

function open(): void {
	store = stores.open();
	incoming = createIncomingStore(store);
	autoRead = createAutoRead({
		...{ clock, log: silentLog, incoming, chats: { didRead } },
		settings: () => settings,
		socket: () => (isOnline ? { messages: { markRead } as never } : undefined),
	});
}

beforeEach(() => {
	clock = createFakeClock();
	settings = { readMessages: true };
	markRead = jest.fn<Promise<void>, [readonly { id?: string | null }[]]>(async () => undefined);
	didRead = jest.fn();
	isOnline = true;
	open();
});
afterEach(() => autoRead.close());

function comesIn(messageId: string, chat = BOB, event = 'message.incoming', fromMe = false): void {
	const message = { messageId, chat, sender: BOB, fromMe, at: ++lastAt };
	incoming.add(messageId, { ...message, wire: null });
	autoRead.onMessage(message as IncomingMessage, { event } as EngineEvent);
}

const marked = () => markRead.mock.calls.map(([keys]) => keys.map(({ id }) => id));
const left = () => incoming.toRead(10).map(({ messageId }) => messageId);

describe('What comes in is marked as read', () => {
	it('together, once, by chat', async () => {
		comesIn('A');
		comesIn('B', GROUP);
		expect(marked()).toEqual([]);
		await clock.advance(MINUTE);
		expect(markRead.mock.calls).toEqual([
			[
				[
					{ remoteJid: BOB, fromMe: false, id: 'A' },
					{ remoteJid: GROUP, fromMe: false, id: 'B', participant: BOB },
				],
			],
		]);
		expect(didRead.mock.calls).toEqual([
			[BOB, ['A']],
			[GROUP, ['B']],
		]);
		expect(left()).toEqual([]);
	});

	it.each([
		['a reaction', BOB, 'message.reaction', false],
		['what the phone has sent', BOB, 'message.sentFromPhone', true],
		['a status', STATUS, 'message.incoming', false],
		['a post of a channel', '1@newsletter', 'message.incoming', false],
	])('but not %s', async (_, chat, event, fromMe) => {
		comesIn('A', chat, event, fromMe);
		await clock.advance(MINUTE);
		expect(marked()).toEqual([]);
	});

	it('a status where that is wanted, and messages not', async () => {
		settings = { viewStatuses: true };
		comesIn('A', STATUS);
		comesIn('B');
		await clock.advance(MINUTE);
		expect(markRead.mock.calls).toEqual([
			[[{ remoteJid: STATUS, fromMe: false, id: 'A', participant: BOB }]],
		]);
	});

	it('with the next connection, after a restart too', async () => {
		isOnline = false;
		comesIn('A');
		await clock.advance(MINUTE);
		expect(left()).toEqual(['A']);
		autoRead.close();
		store.close();
		open();
		isOnline = true;
		autoRead.wake();
		await clock.advance(MINUTE);
		expect(marked()).toEqual([['A']]);
		expect(left()).toEqual([]);
	});

	it('again where WhatsApp did not answer', async () => {
		markRead.mockRejectedValueOnce(new Error('No answer'));
		comesIn('A');
		await clock.advance(1_000);
		expect(left()).toEqual(['A']);
		await clock.advance(2 * MINUTE);
		expect(marked()).toEqual([['A'], ['A']]);
		expect(left()).toEqual([]);
	});

	it('a hundred at a time', async () => {
		for (let n = 0; n < 150; n++) comesIn(`M${n}`);
		await clock.advance(MINUTE);
		expect(marked().map(({ length }) => length)).toEqual([100, 50]);
	});

	it('no more, once that is not wanted any longer', async () => {
		comesIn('A');
		settings = {};
		await clock.advance(MINUTE);
		expect(marked()).toEqual([]);
		expect(left()).toEqual([]);
	});
});
