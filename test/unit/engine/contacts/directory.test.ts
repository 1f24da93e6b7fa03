import { createDirectory, findChats, type Named } from '../../../../engine/contacts/directory';
import type { ContactNames } from '../../../../engine/whatsapp/contacts';
import { START } from '../../../support/fake-clock';
import { useStores } from '../support';

const ANA = { phone: '5511900000002', lid: '222@lid' };
const BOB = { phone: '5511900000003', lid: null };

const stores = useStores();

describe('The people that the number knows', () => {
	const open = () => createDirectory(stores.open(), () => START);

	test('are called as in the address book, else as a business, else as they call themselves', () => {
		const directory = open();
		const names = () => directory.people().map(({ name }) => name);
		directory.learn([{ phone: '5511900000003', lid: null }]);
		expect(names()).toEqual([]);
		directory.learn([{ ...ANA, notify: 'ana 🌻' }]);
		expect(names()).toEqual(['ana 🌻']);
		directory.learn([{ ...ANA, verifiedName: 'Flowers by Ana' }]);
		expect(names()).toEqual(['Flowers by Ana']);
		directory.learn([{ ...ANA, name: 'Ana Souza', notify: ' ' }]);
		expect(directory.people()).toEqual([
			{
				chat: '5511900000002@s.whatsapp.net',
				type: 'direct',
				name: 'Ana Souza',
				phone: '5511900000002',
			},
		]);
	});

	test('are in the address book where they have a name there, which is read in parts', () => {
		const directory = open();
		const saved = Array.from({ length: 600 }, (_, index) => `551190000${1_000 + index}`);
		directory.learn(saved.map((phone) => ({ phone, lid: null, name: `Person ${phone}` })));
		directory.learn([{ ...ANA, notify: 'Ana' }]);
		directory.learnGroups([{ id: '120363000000000001@g.us', name: 'Team' }]);
		const found: string[] = [];
		const sizes: number[] = [];
		for (let after: string | null = null, isFirst = true; isFirst || after; isFirst = false) {
			const { people, next } = directory.addressBook(after);
			found.push(...people);
			sizes.push(people.length);
			after = next;
		}
		expect(found.sort()).toEqual(saved.map((phone) => `${phone}@s.whatsapp.net`).sort());
		expect(sizes).toHaveLength(3);
	});

	test('are one person, though they were known by LID only at first', () => {
		const directory = open();
		directory.learn([{ phone: null, lid: ANA.lid, notify: 'Ana' }]);
		expect(directory.people()).toMatchObject([{ chat: '222@lid', phone: null }]);
		directory.learn([{ ...ANA, notify: 'Ana' }]);
		expect(directory.people()).toMatchObject([{ chat: '5511900000002@s.whatsapp.net' }]);
	});

	test('keep the name that they were known by under their LID', () => {
		const directory = open();
		directory.learn([{ phone: null, lid: ANA.lid, name: 'Ana Souza' }]);
		directory.learn([{ ...ANA, notify: 'ana' }]);
		expect(directory.people()).toMatchObject([{ name: 'Ana Souza' }]);
	});

	test('are told of with each of their names, of which that in the address book may be forgotten', () => {
		const directory = open();
		const id = '5511900000002@s.whatsapp.net';
		expect(directory.namesOf(id)).toBeUndefined();
		directory.learn([{ ...ANA, name: 'Ana Souza', notify: 'ana' }]);
		expect(directory.namesOf(id)).toEqual({ name: 'Ana Souza', notify: 'ana' });
		directory.forget(id, ['name']);
		expect(directory.namesOf(id)).toEqual({ notify: 'ana' });
		directory.learn([{ ...BOB, name: 'Bob' }]);
		directory.forget('5511900000003@s.whatsapp.net', ['name']);
		directory.forget('5511900000004@s.whatsapp.net', ['name']);
		expect(directory.people()).toHaveLength(1);
	});

	test('go by other names in the address book, from the first one on', () => {
		const directory = open();
		const learn = (names: ContactNames) => directory.learn([{ ...ANA, ...names }]);
		const renamed = (name: string, formerName: string | null) => [
			{ jid: '5511900000002@s.whatsapp.net', change: { change: 'name', name, formerName } },
		];
		expect(learn({ name: 'Ana' })).toEqual(renamed('Ana', null));
		expect(learn({ name: 'Ana Souza' })).toEqual(renamed('Ana Souza', 'Ana'));
		expect(learn({ name: 'Ana Souza' })).toEqual([]);
		expect(learn({ verifiedName: 'Flowers by Ana' })).toEqual([]);
	});

	test('give themselves other names, but for the first one', () => {
		const directory = open();
		directory.learn([{ phone: null, lid: ANA.lid, notify: 'ana' }]);
		const learn = (notify: string) => directory.learn([{ ...ANA, notify }]);
		expect(learn('ana')).toEqual([]);
		expect(learn('Ana 🌻')).toMatchObject([
			{ change: { change: 'pushName', name: 'Ana 🌻', formerName: 'ana' } },
		]);
		expect(learn(' ')).toEqual([]);
	});

	test('are written to disk only where something is new, and sealed', () => {
		const store = stores.open();
		const directory = createDirectory(store, () => START);
		directory.learn([{ ...ANA, notify: 'Ana Souza' }]);
		const row = () => store.db.get<{ names: Uint8Array }>('SELECT names FROM contact');
		const before = row();
		directory.learn([{ ...ANA, notify: 'Ana Souza' }]);
		expect(row()).toEqual(before);
		expect(Buffer.from(before?.names ?? []).toString('latin1')).not.toContain('Ana');
	});
});

test('What groups and people are called is known by their ID, and groups are no people', () => {
	const directory = createDirectory(stores.open(), () => START);
	directory.learnGroups([{ id: '1@g.us', name: 'Trio' }]);
	directory.learnGroups([{ id: '1@g.us', name: 'Quartet' }]);
	directory.learn([{ ...ANA, notify: 'Ana' }]);
	expect(directory.nameOf('1@g.us')).toBe('Quartet');
	expect(directory.nameOf('5511900000002@s.whatsapp.net')).toBe('Ana');
	expect(directory.nameOf('2@g.us')).toBeNull();
	expect(directory.people()).toHaveLength(1);
});

describe('Looking for a chat', () => {
	const entry = (name: string, phone: string | null = null): Named => ({
		chat: name,
		type: phone ? 'direct' : 'group',
		name,
		phone,
	});
	const entries = [
		entry('Mariana', '5511900000004'),
		entry('José', '5511900000005'),
		entry('Ana Souza', '5511900000002'),
		entry('Ana’s birthday'),
	];
	const found = (query: string, limit = 10) =>
		findChats(entries, query, limit).map(({ name }) => name);

	test('finds what begins with the words before what only holds them', () => {
		expect(found('ana')).toEqual(['Ana Souza', 'Ana’s birthday', 'Mariana']);
	});

	test.each([
		['without accents', 'jose', ['José']],
		['in capitals', 'MARI', ['Mariana']],
		['by a part of the number, however it is written', '90000-0005', ['José']],
		['by what is not there', 'xyz', []],
	])('%s', (_how, query, names) => {
		expect(found(query)).toEqual(names);
	});

	test.each([
		['Hans Großmann', 'grossmann'],
		['HANS GROẞMANN', 'Großmann'],
		['Hans Grossmann', 'großmann'],
		['Søren Kjær', 'soren kjaer'],
		['Łukasz Đoković', 'lukasz dokovic'],
		['Þór Æsir', 'thor aesir'],
		['Işıl İnan', 'isil inan'],
		['IŞIL', 'ışıl'],
		['Γιώργος Παππάς', 'ΓΙΩΡΓΟΣ ΠΑΠΠΑΣ'],
		['ΓΙΩΡΓΟΣ', 'γιωργος'],
		['Пётр ИВАНОВ', 'петр иванов'],
		['ﬁona Ｆｕｌｌ', 'Fiona full'],
		['Ana\u00a0Souza', 'ana souza'],
		['A\u200bn\u00ada', 'ana'],
		['שָׁלוֹם', 'שלום'],
		['مُحَمَّد', 'محمد'],
		['Jose\u0301', 'josé'],
	])('finds %s by "%s"', (name, query) => {
		expect(findChats([entry('Somebody'), entry(name)], query, 10)).toEqual([entry(name)]);
	});

	test('finds a number in digits of any script', () => {
		expect(found('٩٠٠٠٠ ٠٠٠٥')).toEqual(['José']);
	});

	test('lists everybody without words, as many as asked for', () => {
		expect(found('')).toEqual(['Ana Souza', 'Ana’s birthday', 'José', 'Mariana']);
		expect(found('', 2)).toEqual(['Ana Souza', 'Ana’s birthday']);
	});
});
