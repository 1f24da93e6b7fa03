import type { IDataObject } from 'n8n-workflow';

import { router } from '../../../../nodes/WhatsAppLinked/actions/router';
import { gateway } from '../../../../nodes/shared/gateway';
import { communityModes } from '../../../../nodes/shared/recipient';
import { executeFunctions, gatewayDouble } from '../doubles';
import { takesAsId } from '../validation';

jest.mock('../../../../nodes/shared/gateway', () => ({ gateway: jest.fn() }));

const ID = '120363000000000001@g.us';
const ONE = '120363000000000002@g.us';
const OTHER = '120363000000000003@g.us';

const double = gatewayDouble({
	'community.linkGroups': () => ({ id: ID, groups: [] }),
	'community.updateSettings': ({ membersAddGroups }) => ({ id: ID, membersAddGroups }),
	'community.deactivate': () => ({ id: ID }),
});
beforeEach(() => {
	double.requests.length = 0;
	jest.mocked(gateway).mockReturnValue(double.gateway);
});

/** Each execution of n8n is another one. */
let executions = 0;
async function run(operation: string, parameters: IDataObject) {
	const item = { resource: 'community', operation, community: ID, ...parameters };
	const { functions } = executeFunctions([item]);
	const execution = `execution-of-communities-${executions++}`;
	Object.assign(functions, { getExecutionId: () => execution });
	const [output] = await router.call(functions);
	return output?.map(({ json }) => json);
}

it.each<[string, unknown]>([
	['lines', `${ONE}\n${OTHER}`],
	['commas', ` ${ONE}, ${OTHER},`],
	['a list', [ONE, OTHER]],
	['JSON', JSON.stringify([ONE, OTHER])],
	['what Group > Get Many puts out', [{ id: ONE, subject: 'One' }, { id: OTHER }]],
	['the chats of the trigger', [{ chat: { id: ONE } }, { chat: { id: OTHER } }]],
])('Link Groups takes groups as %s', async (_, groups) => {
	await run('linkGroups', { groups: groups as string });
	expect(double.requests).toMatchObject([
		{ command: 'community.linkGroups', input: { community: ID, groups: [ONE, OTHER] } },
	]);
});

it.each([
	['admins', false],
	['all', true],
	['ALL', true],
])('Update Settings: %s may add groups', async (membersAddGroups, on) => {
	await run('updateSettings', { membersAddGroups });
	expect(double.requests[0]?.input).toEqual({ community: ID, membersAddGroups: on });
});

it('Update Settings refuses who is none of its choices', async () => {
	await expect(run('updateSettings', { membersAddGroups: 'nobody' })).rejects.toThrow(
		'Who Can Add Groups is "nobody", which is none of its choices.',
	);
});

it('Deactivate says that it is done', async () => {
	expect(await run('deactivate', {})).toEqual([{ deactivated: true, id: ID }]);
});

it.each([
	[ID, true],
	[` ${ID} `, true],
	['120363000000000001', true],
	['120363000000000001-group', true],
	['Elm Street', false],
	['5511900000002@s.whatsapp.net', false],
])('a community is named by %s: %s', (value, isValid) => {
	expect(takesAsId(communityModes, value)).toBe(isValid);
});
