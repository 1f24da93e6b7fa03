import { createMessageSecrets, type MessageSecret } from '../../../../engine/inbox/message-secrets';
import { START } from '../../../support/fake-clock';
import { useStores } from '../support';

const stores = useStores();
let now = START;

function open() {
	const store = stores.open();
	return { store, messageSecrets: createMessageSecrets(store, () => now) };
}

const lunch: MessageSecret = {
	creator: '111@lid',
	name: 'Lunch?',
	options: ['Fish', 'Soup'],
	secret: Buffer.from('secret').toString('base64'),
};
const forged = { ...lunch, name: 'Forged?' };

beforeEach(() => (now = START));

describe('Questions', () => {
	test('are found by the ID of their message', () => {
		const { messageSecrets } = open();
		messageSecrets.add('P1', lunch);
		expect(messageSecrets.find('P1')).toEqual(lunch);
		expect(messageSecrets.find('P2')).toBeUndefined();
	});

	test('of others cannot be put in the place of one that is known', () => {
		const { messageSecrets } = open();
		messageSecrets.put('P1', lunch);
		messageSecrets.add('P1', forged);
		expect(messageSecrets.find('P1')).toEqual(lunch);
	});

	test('of our own may be built anew before they are sent', () => {
		const { messageSecrets } = open();
		const anew = { ...lunch, secret: Buffer.from('another').toString('base64') };
		messageSecrets.put('P1', lunch);
		messageSecrets.put('P1', anew);
		expect(messageSecrets.find('P1')).toEqual(anew);
	});

	test('are forgotten after their time', () => {
		const { messageSecrets } = open();
		messageSecrets.add('P1', lunch);
		now = START + 1_000;
		messageSecrets.add('P2', lunch);
		messageSecrets.sweep(START + 500);
		expect(messageSecrets.find('P1')).toBeUndefined();
		expect(messageSecrets.find('P2')).toEqual(lunch);
	});

	test('are sealed on disk', () => {
		const { store, messageSecrets } = open();
		messageSecrets.add('P1', lunch);
		const row = store.db.get<{ body: Uint8Array }>('SELECT body FROM message_secret');
		expect(Buffer.from(row?.body ?? []).toString()).not.toContain('Lunch');
	});
});
