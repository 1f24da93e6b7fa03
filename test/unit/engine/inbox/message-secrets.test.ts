import { createQuestions, type Question } from '../../../../engine/inbox/message-secrets';
import { START } from '../../../support/fake-clock';
import { useStores } from '../support';

const stores = useStores();
let now = START;

function open() {
	const store = stores.open();
	return { store, questions: createQuestions(store, () => now) };
}

const lunch: Question = {
	creator: '111@lid',
	name: 'Lunch?',
	options: ['Fish', 'Soup'],
	secret: Buffer.from('secret').toString('base64'),
};
const forged = { ...lunch, name: 'Forged?' };

beforeEach(() => (now = START));

describe('Questions', () => {
	test('are found by the ID of their message', () => {
		const { questions } = open();
		questions.add('P1', lunch);
		expect(questions.find('P1')).toEqual(lunch);
		expect(questions.find('P2')).toBeUndefined();
	});

	test('of others cannot be put in the place of one that is known', () => {
		const { questions } = open();
		questions.put('P1', lunch);
		questions.add('P1', forged);
		expect(questions.find('P1')).toEqual(lunch);
	});

	test('of our own may be built anew before they are sent', () => {
		const { questions } = open();
		const anew = { ...lunch, secret: Buffer.from('another').toString('base64') };
		questions.put('P1', lunch);
		questions.put('P1', anew);
		expect(questions.find('P1')).toEqual(anew);
	});

	test('are forgotten after their time', () => {
		const { questions } = open();
		questions.add('P1', lunch);
		now = START + 1_000;
		questions.add('P2', lunch);
		questions.sweep(START + 500);
		expect(questions.find('P1')).toBeUndefined();
		expect(questions.find('P2')).toEqual(lunch);
	});

	test('are sealed on disk', () => {
		const { store, questions } = open();
		questions.add('P1', lunch);
		const row = store.db.get<{ body: Uint8Array }>('SELECT body FROM question');
		expect(Buffer.from(row?.body ?? []).toString()).not.toContain('Lunch');
	});
});
