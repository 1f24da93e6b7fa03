import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';

import type { EventFilter } from '../../../../engine/gateway/contract';
import { FILTERS } from '../../../../nodes/WhatsAppLinkedTrigger/filters';
import { subscriptionFor, triggerSettings } from '../../../../nodes/WhatsAppLinkedTrigger/settings';
import { WhatsAppLinkedTrigger } from '../../../../nodes/WhatsAppLinkedTrigger/WhatsAppLinkedTrigger.node';
import { node } from '../doubles';

/** What the trigger asks for with these options. */
function filtersWith(options: IDataObject, events = ['message.incoming']) {
	const parameters: IDataObject = { events, options };
	const functions = {
		getNode: () => node,
		getNodeParameter: (path: string, fallback: unknown) => {
			const [name = '', key] = path.split('.');
			const value = key ? (parameters[name] as IDataObject)[key] : parameters[name];
			return value ?? fallback;
		},
	} as unknown as ITriggerFunctions;
	return subscriptionFor(triggerSettings(functions)).filters;
}

const locator = (mode: string, value: string) => ({ who: { __rl: true, mode, value } });
const ANYWHERE = { chatTypes: ['direct'] };

it.each<[string, IDataObject, EventFilter]>([
	[
		'chats, which the kinds of chats say nothing of then',
		{
			chats: {
				entry: [locator('list', '5511900000002@s.whatsapp.net'), locator('id', '1@newsletter')],
			},
		},
		{ chats: ['5511900000002@s.whatsapp.net', '1@newsletter'] },
	],
	[
		'chats as an expression yields them',
		{ chats: ['5511900000002', { id: '120363000000000001@g.us', type: 'group' }] },
		{ chats: ['5511900000002', '120363000000000001@g.us'] },
	],
	[
		'senders',
		{ senders: { entry: [locator('phone', '+55 11 90000-0002')] } },
		{ ...ANYWHERE, senders: ['+55 11 90000-0002'] } as EventFilter,
	],
	[
		'who is no sender',
		{ notSenders: { entry: [locator('id', '1@lid')] } },
		{ ...ANYWHERE, notSenders: ['1@lid'] } as EventFilter,
	],
	[
		'words',
		{ texts: { entry: [{ match: 'regex', text: '^a ' }, { text: 'b' }] } },
		{
			...ANYWHERE,
			texts: [
				{ match: 'regex', text: '^a ' },
				{ match: 'contains', text: 'b' },
			],
		} as EventFilter,
	],
	['mentions', { mentionsMe: true }, { ...ANYWHERE, mentionsMe: true } as EventFilter],
	['no mentions', { mentionsMe: false }, ANYWHERE as EventFilter],
	['albums as one event', { albums: true }, { ...ANYWHERE, albums: 'collected' } as EventFilter],
	['albums message by message', { albums: false }, ANYWHERE as EventFilter],
	[
		'messages collected',
		{ collect: { entry: {} } },
		{ ...ANYWHERE, collect: { quietMs: 8_000, longestMs: 60_000, most: 20 } } as EventFilter,
	],
	[
		'messages collected, with all that ends it',
		{
			collect: {
				entry: {
					...{ quietSeconds: 2.5, longestSeconds: '30', most: 5, whileTyping: true },
					...{ endWords: 'that is all, #done', endTypes: ['order', 'Buttons'] },
				},
			},
		},
		{
			...ANYWHERE,
			collect: {
				...{ quietMs: 2_500, longestMs: 30_000, most: 5, whileTyping: true },
				endWords: [
					{ match: 'contains', text: 'that is all' },
					{ match: 'contains', text: '#done' },
				],
				endTypes: ['order', 'buttons'],
			},
		} as EventFilter,
	],
	[
		'messages collected, as an expression yields it',
		{ collect: { quietSeconds: 1, endWords: ['a, b'], endTypes: [], whileTyping: 'false' } },
		{
			...ANYWHERE,
			collect: {
				...{ quietMs: 1_000, longestMs: 60_000, most: 20 },
				endWords: [{ match: 'contains', text: 'a, b' }],
			},
		} as EventFilter,
	],
	[
		'what no person has taken over',
		{
			stepAside: {
				settings: {
					minutes: 0,
					pauseWord: ' #me ',
					resumeWord: '',
					label: { __rl: true, mode: 'id', value: '6' },
				},
			},
		},
		{ ...ANYWHERE, stepAside: { minutes: 0, pauseWord: '#me', label: '6' } } as EventFilter,
	],
	[
		'what no person has taken over, as the panel has it at first',
		{ stepAside: {} },
		{
			...ANYWHERE,
			stepAside: { minutes: 60, pauseWord: '#bot off', resumeWord: '#bot on' },
		} as EventFilter,
	],
	['age', { maxAgeMinutes: '5' }, { ...ANYWHERE, maxAgeMinutes: 5 } as EventFilter],
	['what messages of others never need', { fromMe: 'others' }, ANYWHERE as EventFilter],
])('A workflow can start on only some: %s', (_, options, expected) => {
	expect(filtersWith(options)).toEqual({ 'message.incoming': expected });
});

it('Edits and deletions can be those of others or of the number itself', () => {
	expect(filtersWith({ fromMe: 'me' }, ['message.deleted'])).toEqual({
		'message.deleted': { ...ANYWHERE, fromMe: true },
	});
	expect(filtersWith({ fromMe: 'others' }, ['message.edited'])).toEqual({
		'message.edited': { ...ANYWHERE, fromMe: false },
	});
});

it.each<[IDataObject, string]>([
	[{ chats: { entry: [locator('list', '')] } }, 'Only These Chats has an entry that is empty.'],
	[{ senders: {} }, 'Only These Senders has an entry that is empty.'],
	[{ texts: { entry: [{ match: 'contains', text: ' ' }] } }, 'Only With These Words has an entry'],
	[{ texts: { entry: [{ match: 'fuzzy', text: 'x' }] } }, 'Match is "fuzzy"'],
	[{ maxAgeMinutes: 0 }, 'Ignore Older Than is 0, but it must be a number of minutes from 1 to'],
	[
		{ collect: { entry: { quietSeconds: 0 } } },
		'Quiet Seconds is 0, but it must be a number of seconds',
	],
	[
		{ collect: { entry: { endTypes: ['fax'] } } },
		'Types That End It is "fax", which is none of its choices.',
	],
	[
		{ stepAside: { settings: { minutes: -1 } } },
		'Minutes After Writing by Hand is -1, but it must be',
	],
	[{ mentionsMe: 'maybe' }, 'Only When Mentioned is "maybe"'],
])('%j is refused in words', (options, message) => {
	expect(() => filtersWith(options)).toThrow(message);
});

it('Each is an option of the trigger, shown for the events that have it', () => {
	const { properties } = new WhatsAppLinkedTrigger().description;
	const options = properties.find(({ name }) => name === 'options')?.options ?? [];
	for (const name of Object.keys(FILTERS)) {
		expect(options.find((option) => option.name === name)).toMatchObject({
			displayOptions: { show: { '/events': expect.arrayContaining([expect.any(String)]) } },
		});
	}
});
