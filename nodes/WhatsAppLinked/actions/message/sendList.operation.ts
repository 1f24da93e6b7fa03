import type { ListContent } from '../../../../engine/gateway/contract';
import { entries, mapped, named, optionalText, text, trimmedText } from '../../../shared/fields';
import { defineSend } from './define-send';
import { footer, messageText, title } from './fields';

interface Row {
	title: string;
	description: string | undefined;
	id: string;
	section: string;
}

const rows = entries<Row>({
	label: 'Rows',
	entry: 'Row',
	description: 'Up to 10 rows to choose one from',
	values: {
		title: trimmedText({
			displayName: 'Title',
			required: true,
			placeholder: 'e.g. Tea',
			description: 'What the row says',
		}),
		description: optionalText({
			displayName: 'Description',
			placeholder: 'e.g. With lemon or milk',
			description: 'Shown below the title',
		}),
		id: trimmedText({
			displayName: 'Row ID',
			placeholder: 'e.g. tea',
			description:
				'Comes back with the answer, to tell which row was chosen. The title when left empty.',
		}),
		section: trimmedText({
			displayName: 'Section',
			placeholder: 'e.g. Hot drinks',
			description: 'Rows of the same section stand together under this title',
		}),
	},
	initially: 1,
	example: [
		{ title: 'Tea', description: 'With lemon or milk', id: 'tea', section: 'Hot drinks' },
		{ title: 'Water', id: 'water', section: 'Cold drinks' },
	],
	jsonDescription:
		'A list of up to 10 objects with "title" and, if you like, "description", "id" and "section"',
});

export const sendList = defineSend({
	name: 'Send List',
	action: 'Send list of options',
	description:
		'Send a message with a button that opens a list of up to 10 rows to choose from, to one person. Use Send Poll in groups.',
	notice:
		'Lists work in chats with one person; groups do not get them any more. Not every WhatsApp shows them, and WhatsApp may stop showing them at any time. A poll is seen everywhere: <b>Send Poll</b>.',
	type: 'list',
	fields: {
		text: messageText('e.g. What would you like to drink?'),
		buttonText: text({
			displayName: 'Button Text',
			required: true,
			placeholder: 'e.g. See the menu',
			description: 'What the button that opens the list says',
		}),
		sections: named('rows', mapped(rows, toSections)),
	},
	options: { footer, title },
});

/** Rows under the title of their section, in the order in which the sections first appear. */
function toSections(written: readonly Row[]): ListContent['sections'] {
	const sections = new Map<string, ListContent['sections'][number]>();
	for (const { section: name, id, title: words, description } of written) {
		const section = sections.get(name) ?? { title: name, rows: [] };
		sections.set(name, section);
		section.rows.push({ id: id || words, title: words, description });
	}
	return [...sections.values()];
}
