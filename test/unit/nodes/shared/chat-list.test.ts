import type { ILoadOptionsFunctions } from 'n8n-workflow';

import type { ChatEntry } from '../../../../engine/gateway/contract';
import {
	searchChannels,
	searchChats,
	searchCommunities,
	searchGroups,
	searchSenders,
} from '../../../../nodes/shared/chat-list';
import { gateway } from '../../../../nodes/shared/gateway';
import { credentialData, gatewayDouble, node } from '../doubles';

jest.mock('../../../../nodes/shared/gateway', () => ({ gateway: jest.fn() }));

const person = (name: string): ChatEntry => ({
	chat: '5511900000002@s.whatsapp.net',
	type: 'direct',
	name,
	phone: '5511900000002',
});
const group = (name: string): ChatEntry => ({ chat: '1@g.us', type: 'group', name, phone: null });

const context = {
	getNode: () => node,
	getCredentials: async () => credentialData,
	getCurrentNodeParameter: () => ({ __rl: true, mode: 'list', value: '1@g.us' }),
} as unknown as ILoadOptionsFunctions;

async function listed(list: typeof searchChats, entries: ChatEntry[]): Promise<string[]> {
	const double = gatewayDouble({
		'chat.search': ({ limit, type }) =>
			entries.filter((entry) => !type || entry.type === type).slice(0, limit),
	});
	jest.mocked(gateway).mockReturnValue(double.gateway);
	const { results } = await list.call(context, '');
	return results.map(({ name }) => name);
}

test.each([
	['a person', person('Ana Souza'), 'Ana Souza (+5511900000002)'],
	['a number without name', person('5511900000002'), '5511900000002'],
	['a group', group('Family'), 'Family (group)'],
	['Hebrew', person('דוד 5'), '\u2068דוד 5\u2069 (+5511900000002)'],
	['Arabic', person('محمد'), '\u2068محمد\u2069 (+5511900000002)'],
	['a group in Arabic', group('عائلة'), '\u2068عائلة\u2069 (group)'],
	['Arabic among Latin', person('Ana محمد'), '\u2068Ana محمد\u2069 (+5511900000002)'],
	['a mark that turns what follows', person('Ana\u202e'), 'Ana (+5511900000002)'],
	['a mark that ends an isolate', person('ד\u2069ד'), '\u2068דד\u2069 (+5511900000002)'],
])('%s stands in the list with its number as it is', async (_what, entry, label) => {
	expect(await listed(searchChats, [entry])).toEqual([label]);
});

describe('A list of one kind', () => {
	const people = Array.from({ length: 120 }, (_, index) => person(`Person ${index}`));
	const groups = Array.from({ length: 120 }, (_, index) => group(`Group ${index}`));

	it('has groups, however many people come before them', async () => {
		const names = await listed(searchGroups, [...people, ...groups]);
		expect(names).toEqual(groups.slice(0, 100).map(({ name }) => name));
	});

	it('has people, however many groups come before them', async () => {
		const names = await listed(searchSenders, [...groups, ...people]);
		expect(names).toHaveLength(100);
		expect(names[0]).toBe('Person 0 (+5511900000002)');
	});
});

test('a field that takes a group lists groups alone, without saying so of each', async () => {
	const double = gatewayDouble({ 'chat.search': () => [group('Family')] });
	jest.mocked(gateway).mockReturnValue(double.gateway);
	const { results } = await searchGroups.call(context, 'fam');
	expect(results).toEqual([{ name: 'Family', value: '1@g.us' }]);
	expect(double.requests).toMatchObject([{ input: { query: 'fam', type: 'group' } }]);
});

test('whoever sent a message is chosen among the members of its group', async () => {
	const double = gatewayDouble({ 'chat.search': () => [person('Ana')] });
	jest.mocked(gateway).mockReturnValue(double.gateway);
	await searchSenders.call(context, 'an');
	expect(double.requests).toMatchObject([
		{ input: { query: 'an', type: 'direct', memberOf: '1@g.us' } },
	]);
});

test('a field that takes a community lists communities alone', async () => {
	const elm = { chat: '2@g.us', type: 'community' as const, name: 'Elm Street', phone: null };
	const double = gatewayDouble({ 'chat.search': () => [elm] });
	jest.mocked(gateway).mockReturnValue(double.gateway);
	const { results } = await searchCommunities.call(context, 'elm');
	expect(results).toEqual([{ name: 'Elm Street', value: '2@g.us' }]);
	expect(double.requests).toMatchObject([{ input: { query: 'elm', type: 'community' } }]);
});

test('a field that takes a channel lists those of the number', async () => {
	const news = { chat: '1@newsletter', type: 'channel' as const, name: 'News', phone: null };
	const double = gatewayDouble({ 'chat.search': () => [news] });
	jest.mocked(gateway).mockReturnValue(double.gateway);
	const { results } = await searchChannels.call(context);
	expect(results).toEqual([{ name: 'News', value: '1@newsletter' }]);
	expect(double.requests).toMatchObject([{ input: { query: '', type: 'channel' } }]);
});
