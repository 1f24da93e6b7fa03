import { createReferences } from '../../../../engine/inbox/references';
import { START } from '../../../support/fake-clock';
import { useStores } from '../support';

const message = {
	chat: '222@lid',
	messageId: 'A1',
	fromMe: false,
	sender: '222@lid',
	at: START,
	wire: 'the bytes of what Bob wrote',
};

const stores = useStores();

describe('A reference', () => {
	test('brings back the message that it was made of', () => {
		const references = createReferences(stores.open());
		expect(references.open(references.seal(message))).toEqual(message);
	});

	test('is good after a restart', () => {
		const store = stores.open();
		const reference = createReferences(store).seal(message);
		store.close();
		expect(createReferences(stores.open()).open(reference)).toEqual(message);
	});

	test('is text that says nothing', () => {
		const reference = createReferences(stores.open()).seal(message);
		expect(reference).toMatch(/^[A-Za-z0-9+/]+=*$/);
		expect(Buffer.from(reference, 'base64').includes('Bob')).toBe(false);
	});

	test('of another account is none', () => {
		const reference = createReferences(stores.open()).seal(message);
		const other = stores.open({ accountId: 'credential2', folder: 'other' });
		expect(createReferences(other).open(reference)).toBeUndefined();
	});

	test.each(['', 'hello', 'A'.repeat(100)])('is nothing that somebody made up (%j)', (text) => {
		expect(createReferences(stores.open()).open(text)).toBeUndefined();
	});

	test('that was changed is none', () => {
		const references = createReferences(stores.open());
		const bytes = Buffer.from(references.seal(message), 'base64');
		bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
		expect(references.open(bytes.toString('base64'))).toBeUndefined();
	});
});
