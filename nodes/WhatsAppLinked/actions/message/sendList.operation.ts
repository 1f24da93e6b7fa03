import type { INodeProperties } from 'n8n-workflow';

import type { ListContent } from '../../../../engine/gateway/contract';
import { asText, optionalTextOf, textOf } from '../../../shared/parameters';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { entriesOf, entriesProperties, fieldsOf } from './entries';
import { footerOption, noticeProperty, textProperty, titleOption } from './fields';
import { send, sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send List',
	action: 'Send list of options',
	description:
		'Send a message with a button that opens a list of up to 10 rows to choose from, to one person. Use Send Poll in groups.',
};

const ROWS = { name: 'rows', label: 'Rows' };

export const description: INodeProperties[] = [
	noticeProperty(
		'Lists work in chats with one person; groups do not get them any more. Not every WhatsApp shows them, and WhatsApp may stop showing them at any time. A poll is seen everywhere: <b>Send Poll</b>.',
	),
	recipientProperty,
	textProperty('e.g. What would you like to drink?'),
	{
		displayName: 'Button Text',
		name: 'buttonText',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. See the menu',
		description: 'What the button that opens the list says',
	},
	...entriesProperties({
		...ROWS,
		entry: 'Row',
		description: 'Up to 10 rows to choose one from',
		values: [
			{
				displayName: 'Title',
				name: 'title',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'e.g. Tea',
				description: 'What the row says',
			},
			{
				displayName: 'Description',
				name: 'description',
				type: 'string',
				default: '',
				placeholder: 'e.g. With lemon or milk',
				description: 'Shown below the title',
			},
			{
				displayName: 'Row ID',
				name: 'id',
				type: 'string',
				default: '',
				placeholder: 'e.g. tea',
				description:
					'Comes back with the answer, to tell which row was chosen. The title when left empty.',
			},
			{
				displayName: 'Section',
				name: 'section',
				type: 'string',
				default: '',
				placeholder: 'e.g. Hot drinks',
				description: 'Rows of the same section stand together under this title',
			},
		],
		initially: 1,
		example: [
			{ title: 'Tea', description: 'With lemon or milk', id: 'tea', section: 'Hot drinks' },
			{ title: 'Water', id: 'water', section: 'Cold drinks' },
		],
		jsonDescription:
			'A list of up to 10 objects with "title" and, if you like, "description", "id" and "section"',
	}),
	sendOptionsProperty([footerOption, titleOption]),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	return await send(call, {
		type: 'list',
		text: textOf(functions, itemIndex, 'text'),
		title: optionalTextOf(functions, itemIndex, 'options.title'),
		footer: optionalTextOf(functions, itemIndex, 'options.footer'),
		buttonText: textOf(functions, itemIndex, 'buttonText'),
		sections: toSections(entriesOf(functions, itemIndex, ROWS)),
	});
}

/** Rows under the title of their section, in the order in which the sections first appear. */
function toSections(entries: unknown[]): ListContent['sections'] {
	const sections = new Map<string, ListContent['sections'][number]>();
	for (const entry of entries) {
		const fields = fieldsOf(entry);
		const field = (name: string) => asText(fields[name]).trim();
		const title = field('section');
		const section = sections.get(title) ?? { title, rows: [] };
		sections.set(title, section);
		section.rows.push({
			id: field('id') || field('title'),
			title: field('title'),
			description: field('description') || undefined,
		});
	}
	return [...sections.values()];
}
