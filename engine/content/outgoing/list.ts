import type { ListContent } from '../../gateway/contract';
import { chatType } from '../jid';
import {
	checkDifferent,
	checkLength,
	checkWords,
	invalid,
	MAX_DESCRIPTION,
	MAX_LABEL,
} from './checks';
import { firstLine } from './first-line';
import type { Kind } from './kind';
import { checkText } from './text';

const MAX_ROWS = 10;

/** `proto.Message.ListMessage.ListType.SINGLE_SELECT` */
const SINGLE_SELECT = 1;

export const list: Kind<ListContent> = {
	check({ text, title, footer, buttonText, sections }, { chat }) {
		if (chatType(chat) === 'group') {
			throw invalid(
				'Lists cannot be sent to groups: WhatsApp has discontinued that.',
				'Send the list to a person, or send a poll to the group.',
			);
		}
		checkText(text);
		checkLength('The title', title, MAX_LABEL);
		checkLength('The footer', footer, MAX_LABEL);
		checkWords('The text of the button that opens the list', buttonText, MAX_LABEL);
		checkSections(sections);
	},
	summary: ({ text }) => firstLine(`List: ${text}`),
	build: ({ text, title, footer, buttonText, sections }) => ({
		listMessage: {
			...(title && { title }),
			description: text,
			...(footer && { footerText: footer }),
			buttonText,
			listType: SINGLE_SELECT,
			sections: sections.map((section) => ({
				title: section.title,
				rows: section.rows.map(({ id, title: rowTitle, description }) => ({
					rowId: id,
					title: rowTitle,
					...(description && { description }),
				})),
			})),
		},
	}),
};

function checkSections(sections: ListContent['sections']): void {
	const rows = sections.flatMap((section) => section.rows);
	if (rows.length === 0) throw invalid('The list has no rows.', 'Add a row.');
	if (rows.length > MAX_ROWS) {
		throw invalid(
			`The list has ${rows.length} rows; WhatsApp shows at most ${MAX_ROWS}.`,
			'Remove rows, or send several lists.',
		);
	}
	for (const { title } of sections) {
		if (sections.length > 1) checkWords('The title of a section', title, MAX_LABEL);
		else checkLength('The title of the section', title, MAX_LABEL);
	}
	for (const { id, title, description } of rows) {
		checkWords('The title of a row', title, MAX_LABEL);
		checkLength('The description of a row', description, MAX_DESCRIPTION);
		checkWords('The ID of a row', id, MAX_LABEL);
	}
	checkDifferent(
		rows.map(({ id }) => id),
		(id) =>
			invalid(
				`Two rows of the list have the ID "${id}".`,
				'Give each row an ID of its own: it tells which row was chosen.',
			),
	);
}
