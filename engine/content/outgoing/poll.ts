import type { PollContent } from '../../gateway/contract';
import { chatType } from '../jid';
import { checkDifferent, checkWords, invalid } from './checks';
import { firstLine } from './first-line';
import type { Kind } from './kind';

/** WhatsApp's own limits. */
const MIN_OPTIONS = 2;
const MAX_OPTIONS = 12;
const MAX_QUESTION = 255;
const MAX_OPTION = 100;

/** `found`: whether the chat is the announcement group of a community. */
export const poll: Kind<PollContent, boolean> = {
	check({ question, options, selectable }) {
		checkWords('The question of the poll', question, MAX_QUESTION);
		if (options.length < MIN_OPTIONS || options.length > MAX_OPTIONS) {
			throw invalid(
				`The poll has ${counted(options.length)}; WhatsApp takes ${MIN_OPTIONS} to ${MAX_OPTIONS}.`,
				options.length < MIN_OPTIONS ? 'Add options.' : 'Remove options, or make two polls.',
			);
		}
		const names = options.map((option) => option.trim());
		for (const name of names) checkWords('An option of the poll', name, MAX_OPTION);
		checkDifferent(names, (name) =>
			invalid(`The poll has the option "${name}" twice.`, 'Give each option a name of its own.'),
		);
		if (!Number.isInteger(selectable) || selectable < 0 || selectable > options.length) {
			throw invalid(
				`${selectable} options cannot be chosen: the poll has ${options.length}.`,
				`Use a whole number from 0 to ${options.length}; 0 lets people choose as many as they like.`,
			);
		}
	},
	summary: ({ question }) => firstLine(`Poll: ${question}`),
	lookUp: async (_content, whatsApp, chat) =>
		chatType(chat) === 'group' && (await whatsApp.isAnnouncementGroup(chat)),
	build({ question, options, selectable }, { found: isAnnouncementGroup, secret }) {
		const creation = {
			name: question,
			options: options.map((option) => ({ optionName: option.trim() })),
			selectableOptionsCount: selectable,
		};
		const messageContextInfo = { messageSecret: secret() };
		// Which field it goes in says what kind of poll it is (Baileys' lib/Utils/messages.js).
		if (isAnnouncementGroup) return { pollCreationMessageV2: creation, messageContextInfo };
		if (selectable === 1) return { pollCreationMessageV3: creation, messageContextInfo };
		return { pollCreationMessage: creation, messageContextInfo };
	},
};

function counted(options: number): string {
	return options === 1 ? '1 option' : `${options} options`;
}
