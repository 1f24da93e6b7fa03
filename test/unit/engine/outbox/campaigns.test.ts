import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SendMessage } from '../../../../engine/gateway/contract';
import { createCampaigns, readCampaign } from '../../../../engine/outbox/campaigns';
import { createLedger, type Ledger } from '../../../../engine/outbox/ledger';
import type { Candidate, MayLeave } from '../../../../engine/outbox/ledger-queue';
import type { AccountStore } from '../../../../engine/store/account-store';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import { errorOf, HOUR, SECOND, textTo, useStores } from '../support';

const CHAT = '5511900000002@s.whatsapp.net';
const SPRING = 'Spring sale';

const stores = useStores();
let store: AccountStore;
let clock: FakeClock;
let ledger: Ledger;

function open(): void {
	store = stores.open();
	ledger = createLedger(store, clock.now);
}

beforeEach(() => {
	clock = createFakeClock();
	open();
});

const iso = (at: number) => new Date(at).toISOString();
const queue = (id: string, more: Partial<SendMessage> = {}, chat = CHAT) =>
	ledger.enqueue(id, chat, textTo(chat, id, more), true);
/** The order in which messages leave now. */
function leave(mayLeave?: MayLeave): string[] {
	const order: string[] = [];
	for (let next = ledger.next(mayLeave); next; next = ledger.next(mayLeave)) {
		order.push(next.messageId);
		expect(ledger.markSending(next.messageId, next.chat, 'wire')).toBe(true);
	}
	return order;
}
const listed = (campaign?: string) =>
	ledger.list(2_000, campaign).map(({ messageId }) => messageId);

describe('By its priority', () => {
	test('a message leaves before those of lower ones, and one of a campaign after all others', () => {
		queue('campaign 1', { campaign: SPRING });
		queue('low', { priority: 'low' });
		queue('normal 1');
		queue('campaign, in a hurry', { campaign: SPRING, priority: 'high' });
		queue('campaign 2', { campaign: SPRING });
		queue('high', { priority: 'high' });
		queue('normal 2', { priority: 'normal' });
		const order = [
			...['campaign, in a hurry', 'high', 'normal 1', 'normal 2'],
			...['campaign 1', 'low', 'campaign 2'],
		];
		expect(listed()).toEqual(order);
		expect(leave()).toEqual(order);
	});

	test('it is not held up by a thousand of a campaign that have come due', async () => {
		for (let n = 1; n <= 1_000; n++) {
			queue(`due ${n}`, { campaign: SPRING, sendAt: iso(START + HOUR) });
		}
		queue('tomorrow', { campaign: SPRING, sendAt: iso(START + 24 * HOUR), priority: 'high' });
		await clock.advance(HOUR);
		queue('also of the campaign', { campaign: SPRING });
		queue('answer');
		const [first, ...others] = leave();
		expect(first).toBe('answer');
		expect(others.slice(0, 2)).toEqual(['due 1', 'due 2']);
		expect(others.at(-1)).toBe('also of the campaign');
		expect(listed().at(-1)).toBe('tomorrow');
	});

	test('it keeps its place among those of one chat', async () => {
		queue('a');
		queue('b', { sendAt: iso(START + SECOND) });
		queue('c');
		await clock.advance(SECOND);
		ledger.markSending('a', CHAT, 'the bytes');
		ledger.requeueUnconfirmed();
		queue('d', { priority: 'high' });
		expect(leave()).toEqual(['d', 'b', 'a', 'c']);
	});

	test('is what was asked for when the file is opened again', () => {
		queue('low', { priority: 'low' });
		queue('normal');
		queue('high', { priority: 'high', campaign: SPRING });
		store.close();
		open();
		expect(ledger.list(10)).toMatchObject([
			{ messageId: 'high', priority: 'high', campaign: SPRING },
			{ messageId: 'normal', priority: 'normal', campaign: null },
			{ messageId: 'low', priority: 'low', campaign: null },
		]);
		expect(leave()).toEqual(['high', 'normal', 'low']);
	});
});

describe('Which messages may leave', () => {
	test('is asked in their order, once for all that are alike, and no further than to the first that may', () => {
		const asked: Candidate[] = [];
		const content = { type: 'sticker' as const, mediaId: '1' };
		for (let n = 0; n < 250; n++) {
			queue(`campaign ${n}`, { campaign: SPRING, content }, `${n % 2}@lid`);
		}
		queue('campaign, other chat', { campaign: SPRING, content }, '9@lid');
		queue('not asked', { campaign: 'Other' });
		ledger.markSending('campaign 1', '1@lid', 'wire');
		ledger.requeueUnconfirmed();
		queue('answer', { content }, '0@lid');
		const next = ledger.next((candidate) => {
			asked.push(candidate);
			return candidate.chat === '9@lid';
		});
		expect(next).toMatchObject({ messageId: 'campaign, other chat', campaign: SPRING });
		const alike = { words: null, isAction: false };
		expect(asked).toEqual([
			{ ...alike, chat: '0@lid', campaign: null, handedOver: false },
			{ ...alike, chat: '0@lid', campaign: SPRING, handedOver: false },
			{ ...alike, chat: '1@lid', campaign: SPRING, handedOver: true },
			{ ...alike, chat: '1@lid', campaign: SPRING, handedOver: false },
			{ ...alike, chat: '9@lid', campaign: SPRING, handedOver: false },
		]);
	});

	test('is asked of all that are due, however many have the same time', async () => {
		for (let n = 0; n < 350; n++) {
			queue(`due ${n}`, { sendAt: iso(START + (n < 200 ? 1 : 2)) }, `${n}@lid`);
		}
		await clock.advance(2);
		expect(ledger.next(({ chat }) => chat === '349@lid')?.messageId).toBe('due 349');
		expect(ledger.next(() => false)).toBeUndefined();
	});
});

describe('A campaign', () => {
	test('is the same in capitals, without accents, and with other spaces, by the name it was given first', () => {
		queue('a', { campaign: 'Promoção de Verão' });
		queue('b', { campaign: 'promocao  de verao' });
		queue('c', { campaign: 'Promoção de Inverno' });
		expect(ledger.list(10).map(({ campaign }) => campaign)).toEqual([
			...['Promoção de Verão', 'Promoção de Verão', 'Promoção de Inverno'],
		]);
		expect(listed('PROMOÇÃO DE VERÃO')).toEqual(['a', 'b']);
		expect(listed('nobody has heard of it')).toEqual([]);
	});

	test('is taken out of the queue as a whole, and spares the others and what was handed over', async () => {
		queue('a', { campaign: SPRING });
		queue('handed over', { campaign: SPRING });
		queue('later', { campaign: SPRING, sendAt: iso(START + HOUR) });
		queue('other', { campaign: 'Other' });
		queue('none');
		ledger.markSending('handed over', CHAT, 'wire');
		expect(ledger.cancelAll('nobody has heard of it')).toBe(0);
		expect(ledger.cancelAll('spring sale')).toBe(2);
		expect(listed()).toEqual(['none', 'handed over', 'other']);
		await clock.advance(HOUR);
		expect(leave()).toEqual(['none', 'other']);
	});

	test('that was taken back leaves its number to another one', () => {
		expect(() =>
			store.db.transaction(() => {
				queue('a', { campaign: 'taken back' });
				expect(ledger.list(1)[0]?.campaign).toBe('taken back');
				throw new Error('no');
			}),
		).toThrow('no');
		queue('a', { campaign: SPRING });
		expect(ledger.list(1)[0]?.campaign).toBe(SPRING);
	});

	test('cannot be read in the files', async () => {
		queue('a', { campaign: 'Debtors of autumn' });
		await ledger.saving();
		store.close();
		const bytes = Buffer.concat(
			readdirSync(stores.folder.path).map((name) => readFileSync(join(stores.folder.path, name))),
		);
		for (const part of ['ebtors of', 'debtors']) expect(bytes.includes(part)).toBe(false);
		open();
		expect(createCampaigns(store).all()).toEqual([
			{ id: 1, name: 'Debtors of autumn', pausedSince: null },
		]);
	});
});

describe('The name of a campaign', () => {
	test.each([
		['  Spring sale \n', 'Spring sale'],
		['Black Friday 🖤', 'Black Friday 🖤'],
		['🎄', '🎄'],
		['2026-12', '2026-12'],
		['Олимпиада', 'Олимпиада'],
		['😀'.repeat(100), '😀'.repeat(100)],
	])('%j is %j', (written, name) => {
		expect(readCampaign(written)).toBe(name);
	});

	test.each([
		['', 'The name of the campaign is "", in which there is nothing to read.'],
		[' \t ', 'The name of the campaign is "", in which there is nothing to read.'],
		['\u200b', 'in which there is nothing to read.'],
		['x'.repeat(101), 'The name of the campaign has 101 characters; at most 100 are allowed.'],
	])('is not %j', (written, message) => {
		expect(errorOf(() => readCampaign(written))).toMatchObject({
			code: 'INVALID_SETTING',
			message: expect.stringContaining(message),
		});
	});
});
