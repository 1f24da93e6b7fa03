import { list } from '../../../../../engine/content/outgoing/list';
import type { ListContent } from '../../../../../engine/gateway/contract';
import { buildContext, checkContext, GROUP, refusal } from './support';

const row = (id: string) => ({ id, title: `Row ${id}` });
const drinks: ListContent = {
	type: 'list',
	text: 'What would you like?',
	buttonText: 'Menu',
	sections: [{ title: '', rows: [row('a'), { ...row('b'), description: 'With lemon' }] }],
};

describe('A list', () => {
	test('has sections of rows behind a button', () => {
		const content = { ...drinks, title: 'Drinks', footer: 'Until 6' };
		expect(list.build(content, buildContext(undefined))).toEqual({
			listMessage: {
				title: 'Drinks',
				description: 'What would you like?',
				footerText: 'Until 6',
				buttonText: 'Menu',
				listType: 1,
				sections: [
					{
						title: '',
						rows: [
							{ rowId: 'a', title: 'Row a' },
							{ rowId: 'b', title: 'Row b', description: 'With lemon' },
						],
					},
				],
			},
		});
		expect(list.summary(content)).toBe('List: What would you like?');
	});

	test('may have 10 rows, and several sections with titles', () => {
		const rows = Array.from({ length: 5 }, (_, i) => row(`${i}`));
		const more = Array.from({ length: 5 }, (_, i) => row(`${i + 5}`));
		const sections = [
			{ title: 'Hot', rows },
			{ title: 'Cold', rows: more },
		];
		expect(() => list.check({ ...drinks, sections }, checkContext())).not.toThrow();
	});

	test('does not go to groups', () => {
		expect(refusal(list, drinks, GROUP)).toBe(
			'Lists cannot be sent to groups: WhatsApp has discontinued that.',
		);
	});

	test.each<[string, Partial<ListContent>, string]>([
		['no text', { text: '' }, 'The text is empty.'],
		['no button text', { buttonText: ' ' }, 'The text of the button that opens the list is empty.'],
		['no sections', { sections: [] }, 'The list has no rows.'],
		['no rows', { sections: [{ title: 'Hot', rows: [] }] }, 'The list has no rows.'],
		[
			'11 rows',
			{ sections: [{ title: '', rows: Array.from({ length: 11 }, (_, i) => row(`${i}`)) }] },
			'The list has 11 rows; WhatsApp shows at most 10.',
		],
		[
			'two rows of one ID, also in two sections',
			{
				sections: [
					{ title: 'Hot', rows: [row('a')] },
					{ title: 'Cold', rows: [row('a')] },
				],
			},
			'Two rows of the list have the ID "a".',
		],
		[
			'several sections without titles',
			{
				sections: [
					{ title: 'Hot', rows: [row('a')] },
					{ title: '', rows: [row('b')] },
				],
			},
			'The title of a section is empty.',
		],
		[
			'a row without title',
			{ sections: [{ title: '', rows: [{ id: 'a', title: '' }] }] },
			'The title of a row is empty.',
		],
		[
			'a row without ID',
			{ sections: [{ title: '', rows: [{ id: '', title: 'Tea' }] }] },
			'The ID of a row is empty.',
		],
	])('refuses %s', (_, change, message) => {
		expect(refusal(list, { ...drinks, ...change })).toBe(message);
	});
});
