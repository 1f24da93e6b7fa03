import { EventEmitter } from 'node:events';
import { proto, type BaileysEventEmitter, type BinaryNode } from '@whiskeysockets/baileys';
import {
	isFinishedLater,
	watchUnfinishedStanzas,
} from '../../../../engine/whatsapp/unfinished-stanzas';
import { createFakeClock } from '../../../support/fake-clock';

const { HistorySyncType } = proto.Message;
const clock = createFakeClock();

const stanza = (attrs: Record<string, string>, ...content: BinaryNode[]): BinaryNode => ({
	tag: 'message',
	attrs: { id: 'A1', ...attrs },
	content,
});
const unavailable = (attrs = {}) => stanza({}, { tag: 'unavailable', attrs });
const peer = stanza({ category: 'peer' });

describe('Baileys has something to do for', () => {
	test.each([
		['what the phone tells its devices', true, peer],
		['what WhatsApp gives to the phone only', true, unavailable()],
		['a view-once message', false, unavailable({ type: 'view_once' })],
		['what a business hosts elsewhere', false, unavailable({ type: 'hosted_unavailable_fanout' })],
		['a message', false, stanza({}, { tag: 'enc', attrs: {} })],
	])('%s: %s', (_what, expected, node) => {
		expect(isFinishedLater(node)).toBe(expected);
	});
});

describe('What the phone tells is done', () => {
	let ws: EventEmitter & { isOpen: boolean };
	let ev: EventEmitter;
	/** What Baileys does with the stanza. */
	let work: () => Promise<void>;
	let done: BinaryNode[];

	beforeEach(() => {
		ws = Object.assign(new EventEmitter(), { isOpen: true });
		ev = new EventEmitter();
		work = async () => undefined;
		done = [];
		ws.on('CB:message', async () => await work());
		const baileys = { ws, ev: ev as unknown as BaileysEventEmitter };
		watchUnfinishedStanzas(
			baileys,
			() => ev.emit('flush'),
			(node) => void done.push(node),
		);
	});

	const hands = async (node: BinaryNode) => {
		ws.emit('CB:message', node);
		await clock.settle();
	};
	const notice = (syncType: proto.Message.HistorySyncType) =>
		ev.emit('messages.upsert', {
			messages: [
				{
					key: { id: 'A1' },
					message: { protocolMessage: { historySyncNotification: { syncType } } },
				},
			],
		});

	test('when Baileys is', async () => {
		let finish = () => undefined as void;
		work = () => new Promise((resolve) => (finish = resolve));
		await hands(peer);
		expect(done).toEqual([]);
		finish();
		await clock.settle();
		expect(done).toEqual([peer]);
	});

	test('when its history has come, also where Baileys tells of that late', async () => {
		work = async () => {
			ev.once('flush', () => {
				ev.emit('messaging-history.set', {});
				notice(HistorySyncType.RECENT);
			});
		};
		await hands(peer);
		expect(done).toEqual([peer]);
	});

	test('not when its history could not be downloaded, but the next time', async () => {
		work = async () => void notice(HistorySyncType.RECENT);
		await hands(peer);
		expect(done).toEqual([]);
		work = async () => {
			notice(HistorySyncType.RECENT);
			ev.emit('messaging-history.set', {});
		};
		await hands(peer);
		expect(done).toEqual([peer]);
	});

	test('when it is the full history, which Baileys leaves alone', async () => {
		work = async () => void notice(HistorySyncType.FULL);
		await hands(peer);
		expect(done).toEqual([peer]);
	});

	test('not when the connection ended meanwhile', async () => {
		work = async () => void (ws.isOpen = false);
		await hands(peer);
		expect(done).toEqual([]);
	});

	test('and nothing else is', async () => {
		await hands(unavailable());
		await hands(stanza({}));
		expect(done).toEqual([]);
	});
});
