import { isDeepStrictEqual } from 'node:util';

import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import {
	EngineError,
	type EventFilter,
	type StepAside,
	type TextFilter,
} from '../../engine/gateway/contract';
import { addressIn } from '../shared/address';
import { labelModes, labelIn } from '../shared/fields';
import { numberBetween } from '../shared/numbers';
import { asBoolean, asChoice, asText } from '../shared/parameters';
import { chatModes, personModes } from '../shared/recipient';
import { collectProperty, readCollect } from './collect';

/** Kinds of chats and messages have fields of their own. */
type Name = Exclude<keyof EventFilter, 'chatTypes' | 'messageTypes'>;

/** Something that events must have to start the workflow: an option, and what it says. */
interface Filter<T> {
	readonly property: Omit<INodeProperties, 'name'>;
	read(value: unknown): T;
}

const MAX_AGE_MINUTES = 30 * 24 * 60;
const MAX_PAUSE_MINUTES = 30 * 24 * 60;
/** An empty list to choose a label from. */
const NO_LABEL = { __rl: true, mode: 'list', value: '' };

const MATCHES = [
	{ name: 'Contains', value: 'contains' },
	{ name: 'Regular Expression', value: 'regex' },
	{ name: 'Starts With', value: 'startsWith' },
] as const;
const MATCH = Object.fromEntries(MATCHES.map(({ value }) => [value, value])) as Record<
	TextFilter['match'],
	TextFilter['match']
>;

const people = personModes({
	list: 'The people that the linked number knows. Type to search.',
	id: 'Drag from of an earlier run here',
});

export const FILTERS: { readonly [N in Name]: Filter<EventFilter[N]> } = {
	chats: several(
		'Only These Chats',
		'Chat',
		chatModes,
		'The only chats whose events start the workflow: people, groups or channels. With it, Chats says nothing.',
	),
	senders: several(
		'Only These Senders',
		'Sender',
		people,
		'The only people who start the workflow, in direct chats and in groups',
	),
	notSenders: several(
		'Never These Senders',
		'Sender',
		people,
		'People who never start the workflow, such as other bots',
	),
	texts: {
		property: {
			displayName: 'Only With These Words',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add words',
			default: { entry: [{ match: 'contains', text: '' }] },
			options: [
				{
					displayName: 'Words',
					name: 'entry',
					values: [
						{
							displayName: 'Match',
							name: 'match',
							type: 'options',
							options: [...MATCHES],
							default: 'contains',
							description: 'What the text or caption of the message has to do',
						},
						{
							displayName: 'Text',
							name: 'text',
							type: 'string',
							default: '',
							placeholder: 'e.g. order',
							description:
								'Without regard to case and accents. Regular expressions are taken as they are: (?i) at their beginning ignores case.',
						},
					],
				},
			],
			description:
				'Messages must have at least one of these in their text or caption. What has no text does not start the workflow.',
		},
		read: (value) => entriesIn('Only With These Words', value).map(textFilter),
	},
	fromMe: {
		property: {
			displayName: 'Edited or Deleted by',
			type: 'options',
			options: [
				{ name: 'Others', value: 'others', description: 'Anyone but the linked number' },
				{ name: 'The Number Itself', value: 'me', description: 'The phone of the linked number' },
			],
			default: 'others',
			description:
				'Whose edits and deletions start the workflow. Without this option, those of everyone.',
		},
		read: (value) => asChoice('Edited or Deleted by', value, { others: false, me: true }),
	},
	mentionsMe: {
		property: {
			displayName: 'Only When Mentioned',
			type: 'boolean',
			default: true,
			description: 'Whether a message must mention the linked number, or everyone in the group',
		},
		// Switched off it is as if it were not there.
		read: (value) => asBoolean('Only When Mentioned', value) || undefined,
	},
	albums: {
		property: {
			displayName: 'Collect Albums',
			type: 'boolean',
			default: true,
			description:
				'Whether images and videos that are sent as an album start the workflow once, together, instead of one after another. Album > items of the output has them all; Message Types goes by what is in it. The workflow starts when all are there, or when no further one came for a minute.',
		},
		read: (value) => (asBoolean('Collect Albums', value) ? 'collected' : undefined),
	},
	collect: { property: collectProperty, read: readCollect },
	answers: {
		property: {
			displayName: 'Include Answers to Send and Wait',
			type: 'boolean',
			default: true,
			description:
				'Whether a message that answers Send and Wait for Response starts this workflow, too, with the field answer set to taken. Without this option it goes to the execution that waits for it, and to no trigger.',
		},
		read: (value) =>
			asBoolean('Include Answers to Send and Wait', value) ? 'included' : undefined,
	},
	stepAside: {
		property: {
			displayName: 'Step Aside',
			type: 'fixedCollection',
			placeholder: 'Set',
			default: {
				settings: { minutes: 60, pauseWord: '#bot off', resumeWord: '#bot on', label: NO_LABEL },
			},
			options: [
				{
					displayName: 'Settings',
					name: 'settings',
					values: [
						{
							displayName: 'Minutes After Writing by Hand',
							name: 'minutes',
							type: 'number',
							typeOptions: { minValue: 0, maxValue: MAX_PAUSE_MINUTES },
							default: 60,
							description:
								'How long the workflow does not start in a chat after somebody has written there on the phone or another linked device, counted from the last such message. What n8n sends never counts. 0: writing by hand pauses nothing.',
						},
						{
							displayName: 'Pause Word',
							name: 'pauseWord',
							type: 'string',
							default: '#bot off',
							description:
								'What to write into a chat, by hand, to pause it until it is resumed. The message is deleted from your own devices; the other side sees it. Empty: no word pauses.',
						},
						{
							displayName: 'Resume Word',
							name: 'resumeWord',
							type: 'string',
							default: '#bot on',
							description: 'What to write into a chat, by hand, to resume it',
						},
						{
							displayName: 'Label',
							name: 'label',
							type: 'resourceLocator',
							default: NO_LABEL,
							modes: labelModes,
							description:
								'A label of WhatsApp Business: chats are paused as long as they have it. Empty: no label pauses.',
						},
					],
				},
			],
			description:
				'Messages of a chat do not start the workflow while a person has taken over there: after somebody has written by hand, or until it is resumed by a word, a label or Conversation > Resume. A pause counts for all workflows with this option.',
		},
		read: stepAside,
	},
	maxAgeMinutes: {
		property: {
			displayName: 'Ignore Older Than (Minutes)',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_AGE_MINUTES },
			default: 10,
			description:
				'Events that happened longer ago do not start the workflow, such as those of the time in which n8n was down or the number was offline. Without this option none is left out.',
		},
		read: (value) =>
			numberBetween('Ignore Older Than', value, { unit: 'minutes', min: 1, max: MAX_AGE_MINUTES }),
	},
};

/** What the user said of each; nothing where the option was not added. */
export function readFilters(option: (name: string) => unknown): Pick<EventFilter, Name> {
	const read = Object.entries(FILTERS).map(([name, filter]) => {
		const value = option(name);
		return [name, value === null ? undefined : filter.read(value)] as const;
	});
	return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

// --- Lists ----------------------------------------------------------------------------------------------------------

function several(
	displayName: string,
	entry: string,
	modes: INodePropertyMode[],
	description: string,
): Filter<string[]> {
	const locator = {
		displayName: entry,
		name: 'who',
		type: 'resourceLocator' as const,
		default: { mode: 'list', value: '' },
		modes,
	};
	return {
		property: {
			displayName,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: `Add ${entry.toLowerCase()}`,
			default: { entry: [{ who: { __rl: true, ...locator.default } }] },
			options: [{ displayName: entry, name: 'entry', values: [locator] }],
			description,
		},
		read: (value) =>
			entriesIn(displayName, value).map((given) => {
				const address = addressIn(hasKey(given, 'who') ? given.who : given);
				if (address) return address;
				throw incomplete(displayName);
			}),
	};
}

/** Those that were filled in, or a list that an expression yields. Error: INVALID_SETTING where there are none. */
function entriesIn(label: string, value: unknown): unknown[] {
	const entries = hasKey(value, 'entry') ? value.entry : value;
	// n8n leaves an empty object of a list whose entries were all removed.
	const list = [entries ?? []].flat().filter((entry) => !isDeepStrictEqual(entry, {}));
	if (list.length > 0) return list;
	throw incomplete(label);
}

/** What is missing is as the panel has it at first. */
function stepAside(value: unknown): StepAside {
	const settings = hasKey(value, 'settings') ? value.settings : value;
	const {
		minutes = 60,
		pauseWord,
		resumeWord,
		label,
	} = (settings ?? {}) as Record<string, unknown>;
	const text = (given: unknown) => asText(given).trim() || undefined;
	const said = {
		pauseWord: text(pauseWord ?? '#bot off'),
		resumeWord: text(resumeWord ?? '#bot on'),
		label: labelIn(label) || undefined,
	};
	const bounds = { unit: 'minutes', min: 0, max: MAX_PAUSE_MINUTES };
	return { minutes: numberBetween('Minutes After Writing by Hand', minutes, bounds), ...said };
}

function textFilter(given: unknown): TextFilter {
	const { match = 'contains', text } = (
		typeof given === 'object' && given !== null ? given : { text: given }
	) as Record<string, unknown>;
	const words = asText(text);
	if (words.trim() === '') throw incomplete('Only With These Words');
	return { match: asChoice('Match', match, MATCH), text: words };
}

function hasKey<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
	return typeof value === 'object' && value !== null && key in value;
}

function incomplete(label: string): EngineError {
	return new EngineError(
		'INVALID_SETTING',
		`${label} has an entry that is empty.`,
		`Fill it in under Options > ${label}, or remove that option.`,
	);
}
