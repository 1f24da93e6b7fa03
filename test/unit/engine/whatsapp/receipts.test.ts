import { EventEmitter } from 'node:events';
import type { BinaryNode } from '@whiskeysockets/baileys';
import { setImmediate as turn } from 'node:timers/promises';
import { tellReceipts } from '../../../../engine/whatsapp/receipts';
import type { Receipt } from '../../../../engine/whatsapp/stanzas';
import { START } from '../../../support/fake-clock';

const NODE: BinaryNode = { tag: 'receipt', attrs: { id: 'A1' } };

let ws: EventEmitter & { isOpen: boolean };
/** How many were told at a time, and when Baileys got it. */
let done: (number | 'Baileys')[];
let receipts: Receipt[];
let saving: Promise<void> | undefined;

beforeEach(() => {
	saving = undefined;
	done = [];
	ws = Object.assign(new EventEmitter(), { isOpen: true });
	ws.on('CB:receipt', async () => void done.push('Baileys'));
	tellReceipts(
		ws,
		() => receipts,
		(told) => void done.push(told.length),
		() => saving,
	);
});

function of(people: number): Receipt[] {
	return Array.from({ length: people }, (_, i) => ({
		messageIds: ['A1'],
		status: 'READ',
		chat: '120363000000000001@g.us',
		participant: `${i}@lid`,
		at: START,
	}));
}

test.each([
	[0, ['Baileys']],
	[1, [1, 'Baileys']],
	[50, [50, 'Baileys']],
])('What %i people did is told at once, before Baileys answers', async (people, expected) => {
	receipts = of(people);
	ws.emit('CB:receipt', NODE);
	await turn();
	expect(done).toEqual(expected);
});

test('Baileys answers what is on disk', async () => {
	const disk = Promise.withResolvers<void>();
	saving = disk.promise;
	receipts = of(1);
	ws.emit('CB:receipt', NODE);
	await turn();
	expect(done).toEqual([1]);
	disk.resolve();
	await turn();
	expect(done).toEqual([1, 'Baileys']);
});

test('What could not be written is not answered', async () => {
	saving = Promise.reject(new Error('The disk is full'));
	receipts = of(1);
	ws.emit('CB:receipt', NODE);
	await turn();
	expect(done).toEqual([1]);
});

test('What a large group did is told in slices, with turns of the event loop between them', async () => {
	receipts = of(120);
	ws.emit('CB:receipt', NODE);
	expect(done).toEqual([50]);
	await turn();
	await turn();
	await turn();
	expect(done).toEqual([50, 50, 20, 'Baileys']);
});

test('What was not told when the connection ended is not answered', async () => {
	receipts = of(120);
	ws.emit('CB:receipt', NODE);
	ws.isOpen = false;
	await turn();
	await turn();
	expect(done).toEqual([50]);
});
