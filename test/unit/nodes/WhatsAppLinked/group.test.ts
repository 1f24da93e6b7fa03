import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { EngineError, outcomeUnknown, type Group } from '../../../../engine/gateway/contract';
import { resources } from '../../../../nodes/WhatsAppLinked/actions';
import type { Definition } from '../../../../nodes/WhatsAppLinked/actions/define-operation';
import { WhatsAppLinked } from '../../../../nodes/WhatsAppLinked/WhatsAppLinked.node';
import { router } from '../../../../nodes/WhatsAppLinked/actions/router';
import { group, limit, people, text } from '../../../../nodes/shared/fields';
import { gateway } from '../../../../nodes/shared/gateway';
import { executeFunctions, gatewayDouble, group as groupDouble, node } from '../doubles';

jest.mock('../../../../nodes/shared/gateway', () => ({ gateway: jest.fn() }));

const ID = groupDouble.id;
const ana = { phone: '5511900000002', lid: '222@lid', name: 'Ana' };
const team: Group = {
	...groupDouble,
	owner: ana,
	createdAt: '2026-01-01T00:00:00.000Z',
	size: 1,
	participants: [{ ...ana, role: 'superadmin' }],
};
const simpleTeam = {
	id: ID,
	subject: 'Team',
	description: null,
	owner: ana.phone,
	createdAt: team.createdAt,
	size: 1,
};
const created = { id: ID, subject: 'Team', createdAt: null, participants: [], note: null };

function use(answers: Parameters<typeof gatewayDouble>[0]) {
	const double = gatewayDouble(answers);
	jest.mocked(gateway).mockReturnValue(double.gateway);
	return double.requests;
}

const ofGroup = (operation: string, parameters: IDataObject) => ({
	resource: 'group',
	operation,
	...parameters,
});

async function run(operation: string, parameters: IDataObject) {
	const item = ofGroup(operation, parameters);
	const [output] = await router.call(executeFunctions([item]).functions);
	return output?.map(({ json }) => json);
}

/** Each execution of n8n is another one. */
let executions = 0;
function execution(items: IDataObject[]) {
	const { functions } = executeFunctions(items);
	const id = `execution-of-groups-${executions++}`;
	return Object.assign(functions, { getExecutionId: () => id });
}

describe('Group > Get', () => {
	it.each([
		[true, simpleTeam],
		[false, team],
	])('with Simplify %s', async (simplify, json) => {
		const requests = use({ 'group.get': () => team });
		const chosen = { __rl: true, mode: 'name', value: 'Team' };
		expect(await run('get', { group: chosen, simplify })).toEqual([json]);
		expect(requests).toMatchObject([{ command: 'group.get', input: { group: 'Team' } }]);
	});

	it('takes the chat of the trigger', async () => {
		const requests = use({ 'group.get': () => team });
		const chat = { id: ID, type: 'group', phone: null, lid: null };
		await run('get', { group: { __rl: true, mode: 'id', value: chat }, simplify: true });
		expect(requests[0]?.input).toEqual({ group: ID });
	});
});

describe('Group > Get as a tool', () => {
	const type = 'n8n-nodes-whatsapp-linked.whatsAppLinkedTool';
	const tool = { ...new WhatsAppLinked().description, name: 'whatsAppLinkedTool' };
	const get = (output: string, fields: string[] = []) =>
		router.call(
			executeFunctions([ofGroup('get', { group: ID, output, fields })], { type }).functions,
		);

	it.each<[string, string[], object]>([
		['simple', [], simpleTeam],
		['raw', [], team],
		['fields', [], { id: ID }],
		['fields', ['size', 'owner'], { id: ID, size: 1, owner: ana }],
		['Raw', [], team],
	])('with the Output %s %j', async (output, fields, json) => {
		use({ 'group.get': () => team });
		expect(await get(output, fields)).toEqual([[{ json, pairedItem: { item: 0 } }]]);
	});

	it('refuses a field that there is not', async () => {
		use({ 'group.get': () => team });
		await expect(get('fields', ['phone'])).rejects.toThrow(
			'Fields is "phone", which is none of its choices.',
		);
	});

	it.each([
		[tool, { output: 'simple' }],
		[new WhatsAppLinked().description, { simplify: true }],
	])('shows Output to tools, and Simplify to nodes (%#)', (description, shown) => {
		const given = ofGroup('get', {}) as INodeParameters;
		const { properties } = description;
		const filled = NodeHelpers.getNodeParameters(properties, given, true, false, node, description);
		const { output, fields, simplify } = filled ?? {};
		expect({ output, fields, simplify }).toEqual(shown);
	});

	it('tells the model nothing of Simplify', () => {
		const texts = tool.properties.filter(({ name }) => name === 'toolDescription');
		expect(texts.filter(({ default: text }) => String(text).includes('Simplify'))).toEqual([]);
	});
});

describe('Group > Get Many', () => {
	it.each([
		[{ returnAll: true }, Number.MAX_SAFE_INTEGER],
		[{ returnAll: 'false', limit: '2' }, 2],
	])('makes one item of each (%j)', async (parameters, limit) => {
		const requests = use({ 'group.getMany': () => [team, team] });
		const json = await run('getAll', { ...parameters, simplify: true });
		expect(json).toEqual([simpleTeam, simpleTeam]);
		expect(requests[0]?.input).toEqual({ limit });
	});

	it('refuses a limit that is no number', async () => {
		use({ 'group.getMany': () => [team] });
		const wrong = run('getAll', { returnAll: false, limit: 0, simplify: true });
		await expect(wrong).rejects.toThrow('Limit is 0, but it must be a number of groups from 1');
	});
});

describe('Group > Create', () => {
	it.each<[unknown, string[]]>([
		['+55 11 90000-0002, 5511900000003', ['+55 11 90000-0002', '5511900000003']],
		['5511900000002\n5511900000003;\n222@lid', ['5511900000002', '5511900000003', '222@lid']],
		[
			[5511900000002, '5511900000003'],
			['5511900000002', '5511900000003'],
		],
		['["5511900000002"]', ['5511900000002']],
		[[ana], [ana.phone]],
		[null, []],
	])('takes participants as %j', async (participants, read) => {
		const requests = use({ 'group.create': () => created });
		const item = ofGroup('create', { subject: 'Team', participants: participants as string });
		await router.call(execution([item]));
		expect(requests).toMatchObject([
			{ command: 'group.create', input: { subject: 'Team', participants: read } },
		]);
		expect(requests[0]?.input).not.toHaveProperty('description');
	});

	it('passes on its option', async () => {
		const requests = use({ 'group.create': () => created });
		const options = { description: 'What it is about' };
		const item = ofGroup('create', { subject: 'Team', participants: '1', options });
		await router.call(execution([item]));
		expect(requests[0]?.input).toMatchObject(options);
	});
});

describe('Group > Add Participants', () => {
	it.each([
		[true, { executionId: expect.any(String), nodeId: node.id, itemIndex: 0 }],
		[false, undefined],
	])('names what invites are sent from, where they are wanted: %s', async (invite, inviteFrom) => {
		const requests = use({ 'group.addParticipants': () => ({ id: ID, participants: [] }) });
		const item = ofGroup('addParticipants', { group: ID, participants: '1', options: { invite } });
		await router.call(execution([item]));
		const { inviteFrom: given } = requests[0]?.input as { inviteFrom?: object };
		if (inviteFrom) expect(given).toMatchObject(inviteFrom);
		else expect(given).toBeUndefined();
	});
});

describe('Group > Join by Invite', () => {
	const joined = { id: ID, subject: 'Team', status: 'joined', message: 'In.' } as const;

	it('takes a link', async () => {
		const requests = use({ 'group.joinByLink': () => joined });
		expect(await run('joinByInvite', { inviteType: 'link', invite: 'CODE' })).toEqual([joined]);
		expect(requests).toMatchObject([{ command: 'group.joinByLink', input: { invite: 'CODE' } }]);
	});

	it('takes a message', async () => {
		const requests = use({ 'group.joinByMessage': () => joined });
		const message = { inviteType: 'message', messageId: ' A1 ', reference: 'sealed' };
		expect(await run('joinByInvite', message)).toEqual([joined]);
		expect(requests[0]?.input).toEqual({ target: { messageId: 'A1', reference: 'sealed' } });
	});
});

describe('Retry On Fail', () => {
	const create = ofGroup('create', { subject: 'Team', participants: '5511900000002' });

	it('creates no group again where another item failed, and tries that one anew', async () => {
		let fails = 1;
		const requests = use({
			'group.create': () => created,
			'group.addParticipants': () => ({ id: ID, participants: [] }),
			'group.get': () => team,
		});
		const items = [create, ofGroup('create', { subject: 'Two', participants: '5511900000003' })];
		const functions = execution(items);
		const double = gatewayDouble({
			'group.create'({ subject }) {
				if (subject === 'Two' && fails-- > 0) {
					throw new EngineError('RATE_LIMITED', 'Too fast.', 'Wait.', true);
				}
				return created;
			},
		});
		jest.mocked(gateway).mockReturnValue(double.gateway);
		await expect(router.call(functions)).rejects.toThrow('Too fast.');
		const [output] = await router.call(functions);
		expect(output).toHaveLength(2);
		const subjects = double.requests.map(({ input }) => (input as { subject: string }).subject);
		expect(subjects).toEqual(['Team', 'Two', 'Two']);
		expect(requests).toEqual([]);
	});

	it('does not do again what may have been done', async () => {
		const requests = use({
			'group.create': () => {
				throw outcomeUnknown('The engine stopped.');
			},
		});
		const functions = execution([create]);
		for (let tries = 0; tries < 3; tries++) {
			await expect(router.call(functions)).rejects.toThrow('It may have been done');
		}
		expect(requests).toHaveLength(1);
		await expect(router.call(execution([create]))).rejects.toThrow('It may have been done');
		expect(requests).toHaveLength(2);
	});

	it('asks again what changes nothing', async () => {
		const requests = use({ 'group.get': () => team });
		const functions = execution([ofGroup('get', { group: ID, simplify: true })]);
		await router.call(functions);
		await router.call(functions);
		expect(requests).toHaveLength(2);
	});
});

// What does not fit its command does not compile: `npm run typecheck` complains of an expected error that is none.
type Fields = Definition<'group.create'>['fields'];
const name = text({ displayName: 'Name' });
const participants = people({ displayName: 'Participants' });
// @ts-expect-error -- the command calls it subject
void ({ name, participants } satisfies Fields);
// @ts-expect-error -- the command needs participants
void ({ subject: name } satisfies Fields);
// @ts-expect-error -- participants are a list
void ({ subject: name, participants: name } satisfies Fields);
void ({ subject: name, participants } satisfies Fields);

describe('An operation that is one declaration', () => {
	it('shows its fields in their order, then Simplify, then its options', () => {
		const namesOf = (operation: string) =>
			resources
				.find(({ option }) => option.value === 'group')
				?.operations[operation]?.description.map(({ name }) => name);
		expect(namesOf('getAll')).toEqual(['returnAll', 'limit', 'simplify', 'output', 'fields']);
		expect(namesOf('create')).toEqual(['subject', 'participants', 'options']);
		expect(group().properties('group')).toMatchObject([{ name: 'group', displayName: 'Group' }]);
		expect(limit('groups').properties('limit')).toHaveLength(2);
	});
});
