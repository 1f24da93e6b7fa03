import type { INodeProperties } from 'n8n-workflow';

import type { Collect, IncomingType } from '../../engine/gateway/contract';
import { milliseconds, numberBetween } from '../shared/numbers';
import { asBoolean, asChoice, asList } from '../shared/parameters';
import { messageTypeOptions } from './options';

/** What somebody writes in several messages, as one item. */

const QUIET_SECONDS = 8;
const LONGEST_SECONDS = 60;
const MOST = 20;
const DEFAULTS = { quietSeconds: QUIET_SECONDS, longestSeconds: LONGEST_SECONDS, most: MOST };
const LIMITS = {
	quietSeconds: { min: 1, max: 600 },
	longestSeconds: { min: 1, max: 3_600 },
	most: { min: 2, max: 100 },
};
const TYPES = Object.fromEntries(messageTypeOptions.map(({ value }) => [value, value])) as Record<
	IncomingType,
	IncomingType
>;

const limitsOf = ({ min, max }: { min: number; max: number }) => ({ minValue: min, maxValue: max });

export const collectProperty: Omit<INodeProperties, 'name'> = {
	displayName: 'Collect Messages',
	type: 'fixedCollection',
	placeholder: 'Add times',
	default: { entry: DEFAULTS },
	options: [
		{
			displayName: 'Until',
			name: 'entry',
			values: [
				{
					displayName: 'Longest Wait (Seconds)',
					name: 'longestSeconds',
					type: 'number',
					typeOptions: limitsOf(LIMITS.longestSeconds),
					default: LONGEST_SECONDS,
					description: 'After the first message the workflow starts no later than this',
				},
				{
					displayName: 'Most Messages',
					name: 'most',
					type: 'number',
					typeOptions: limitsOf(LIMITS.most),
					default: MOST,
					description: 'With so many messages the workflow starts at once',
				},
				{
					displayName: 'Quiet Seconds',
					name: 'quietSeconds',
					type: 'number',
					typeOptions: limitsOf(LIMITS.quietSeconds),
					default: QUIET_SECONDS,
					description: 'The workflow starts when no further message came for this long',
				},
				{
					displayName: 'Types That End It',
					name: 'endTypes',
					type: 'multiOptions',
					options: messageTypeOptions,
					default: [],
					description: 'A message of one of these types starts the workflow at once',
				},
				{
					displayName: 'Wait While Typing',
					name: 'whileTyping',
					type: 'boolean',
					default: false,
					description:
						'Whether typing and recording count as not quiet, up to the longest wait. The number is shown as online meanwhile, and its phone gets no notifications: WhatsApp tells who types to those who are online.',
				},
				{
					displayName: 'Words That End It',
					name: 'endWords',
					type: 'string',
					default: '',
					placeholder: 'e.g. that is all, #done',
					description:
						'A message that contains one of these starts the workflow at once. Commas separate them; case and accents do not matter.',
				},
			],
		},
	],
	description:
		'Messages that one person writes one after another in a chat start the workflow once, together, instead of each by itself: text has the words of all, messages has them all, and their files are in data, data_1, data_2 and so on. All other fields are those of the last one.',
};

/** @param value what the option holds, or what an expression yields in its place */
export function readCollect(value: unknown): Collect {
	const { entry = value } = asObject(value);
	const { endWords, endTypes, whileTyping = false, ...numbers } = asObject(entry);
	const { quietSeconds, longestSeconds, most } = { ...DEFAULTS, ...numbers };
	const words = asList(endWords);
	const types = asList(endTypes).map((type) => asChoice('Types That End It', type, TYPES));
	return {
		quietMs: milliseconds('Quiet Seconds', quietSeconds, LIMITS.quietSeconds),
		longestMs: milliseconds('Longest Wait', longestSeconds, LIMITS.longestSeconds),
		most: numberBetween('Most Messages', most, { unit: 'messages', ...LIMITS.most }),
		...(words.length > 0 && { endWords: words.map((text) => ({ match: 'contains', text })) }),
		...(types.length > 0 && { endTypes: types }),
		...(asBoolean('Wait While Typing', whileTyping) && { whileTyping: true }),
	};
}

function asObject(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
