import { createLabels, type Labels } from '../../../../engine/chats/labels';
import type { LabelChangedEvent } from '../../../../engine/gateway/contract';
import { silentLog } from '../../../../engine/log';
import type { AccountStore } from '../../../../engine/store/account-store';
import type { LabelFacts } from '../../../../engine/whatsapp/index';
import { START } from '../../../support/fake-clock';
import { change, MINUTE, useStores } from '../support';

const stores = useStores();
let store: AccountStore;
let labels: Labels;
let told: LabelChangedEvent[];
let isBusiness: boolean;

/** As after a start: what is remembered comes from the file. */
function open(): void {
	labels = createLabels({
		settings: store.settings,
		now: () => START,
		log: silentLog,
		isBusiness: () => isBusiness,
		info: () => ({ id: 'a', phone: '5511900000001', lid: null, name: 'Ana' }),
		publish: (events) => void told.push(...events),
	});
}

beforeEach(() => {
	store = stores.open();
	told = [];
	isBusiness = true;
	open();
	labels.clear();
});

const facts = (name: string, color = 0): LabelFacts => ({ name, color, wire: `${name}/${color}` });
const tell = (id: string, label: LabelFacts | null, more: object = {}) =>
	labels.onTold({ id, label, at: START + MINUTE, isOld: false, ...more });
const names = () => labels.list().map(({ name }) => name);

test('A label is told when it is made, changed and deleted, each once', () => {
	tell('1', facts('New'));
	tell('1', facts('New'));
	tell('1', facts('New', 3));
	tell('1', null);
	tell('1', null);
	expect(told.map(({ change, label }) => [change, label.id, label.color])).toEqual([
		['created', '1', 0],
		['updated', '1', 3],
		['deleted', '1', 3],
	]);
	expect(labels.list()).toEqual([]);
});

test.each([
	['was there when the number was linked', { isOld: true }],
	['was made before that', { at: START - 1 }],
])('A label that %s is known, and no event', (_what, more) => {
	tell('1', facts('New'), more);
	expect(names()).toEqual(['New']);
	expect(told).toEqual([]);
});

test('What a command has done is no event when WhatsApp tells it, too', () => {
	labels.did({ id: '1', label: facts('New') });
	tell('1', facts('New'));
	expect(told).toEqual([]);
});

test('Labels are listed in the order in which they were made', () => {
	for (const id of ['10', '9', '1']) tell(id, facts(`Label ${id}`));
	expect(names()).toEqual(['Label 1', 'Label 9', 'Label 10']);
});

test('No ID is used twice: not of a label that was deleted, nor of a list of WhatsApp, nor after a start', () => {
	expect(labels.nextId()).toBe('1');
	tell('3', facts('New'));
	tell('7', null, { isOld: true });
	expect(labels.nextId()).toBe('8');
	tell('9', facts('Other'));
	tell('9', null);
	tell('no number', facts('Odd'));
	open();
	expect(labels.nextId()).toBe('10');
	expect(names()).toContain('New');
});

test('Five hundred are remembered at most, and those can still be changed', () => {
	for (let id = 1; id <= 501; id++) tell(String(id), facts(`Label ${id}`));
	expect(labels.list()).toHaveLength(500);
	tell('500', facts('Changed'));
	expect(labels.nameOf('500')).toBe('Changed');
	expect(labels.nameOf('501')).toBeUndefined();
	expect(labels.nextId()).toBe('502');
});

test('Another number begins with none', () => {
	tell('1', facts('New'));
	labels.clear();
	expect(labels.list()).toEqual([]);
	expect(labels.nextId()).toBe('1');
});

describe('Over a new connection WhatsApp is asked which labels there are', () => {
	const readAll = jest.fn(() => Promise.resolve());
	const connection = { labels: { readAll, write: jest.fn() } };
	const lose = () => change(store, "DELETE FROM setting WHERE name = 'labels-since'");

	beforeEach(() => readAll.mockReset().mockResolvedValue(undefined));

	test('once, where that is lost', async () => {
		labels.onOpen(connection);
		expect(readAll).not.toHaveBeenCalled();
		lose();
		labels.onOpen(connection);
		await readAll.mock.results[0]?.value;
		labels.onOpen(connection);
		expect(readAll).toHaveBeenCalledTimes(1);
	});

	test('again, where there came no answer', async () => {
		lose();
		readAll.mockRejectedValueOnce(new Error('no answer'));
		labels.onOpen(connection);
		await expect(readAll.mock.results[0]?.value).rejects.toThrow('no answer');
		labels.onOpen(connection);
		expect(readAll).toHaveBeenCalledTimes(2);
	});

	test('not where the phone has the plain app', () => {
		lose();
		isBusiness = false;
		labels.onOpen(connection);
		expect(readAll).not.toHaveBeenCalled();
	});
});
