import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';

import type { Label } from '../../../../engine/gateway/contract';
import { router } from '../../../../nodes/WhatsAppLinked/actions/router';
import { gateway } from '../../../../nodes/shared/gateway';
import { searchLabels } from '../../../../nodes/shared/label-list';
import { credentialData, executeFunctions, gatewayDouble, node } from '../doubles';

jest.mock('../../../../nodes/shared/gateway', () => ({ gateway: jest.fn() }));

const PAID: Label = { id: '6', name: 'Paid', color: 13, colorHex: '#F74848' };

function use() {
	const double = gatewayDouble({
		'label.getMany': () => [PAID, { ...PAID, id: '7', name: 'Unpaid' }],
		'label.create': () => PAID,
		'label.update': () => PAID,
		'label.delete': () => PAID,
	});
	jest.mocked(gateway).mockReturnValue(double.gateway);
	return double.requests;
}

let executions = 0;

/** What an operation of Label asks of the engine. */
async function asked(operation: string, parameters: IDataObject): Promise<unknown> {
	const requests = use();
	const { functions } = executeFunctions([{ resource: 'label', operation, ...parameters }]);
	// What must not be done twice is remembered for the execution.
	Object.assign(functions, { getExecutionId: () => `execution-of-labels-${executions++}` });
	await router.call(functions);
	return requests[0]?.input;
}

it.each<[string, unknown]>([
	['chosen or typed', { __rl: true, mode: 'id', value: ' 6 ' }],
	['an expression that yields a number', 6],
	['as an operation puts it out', { __rl: true, mode: 'id', value: PAID }],
	['as JSON that an expression has put into a text', JSON.stringify(PAID)],
])('A label is %s', async (_what, label) => {
	expect(await asked('delete', { label: label as IDataObject })).toEqual({ label: '6' });
});

it.each<[unknown, number | undefined]>([
	[13, 13],
	['13', 13],
	['#f74848', 13],
	['', undefined],
	['red', NaN],
])('The color %j is number %s', async (color, expected) => {
	const options = { color: color as IDataObject };
	const input = await asked('create', { name: 'Paid', options });
	expect(input).toEqual({ name: 'Paid', ...(expected !== undefined && { color: expected }) });
});

it('Only what is given is changed', async () => {
	const label = { __rl: true, mode: 'name', value: 'Paid' };
	expect(await asked('update', { label, options: { name: 'Done' } })).toEqual({
		...{ label: 'Paid', name: 'Done' },
	});
});

it.each([
	['', ['Paid', 'Unpaid']],
	[' UN', ['Unpaid']],
	['no', []],
])('The list to choose from shows labels that hold "%s"', async (filter, names) => {
	use();
	const context = {
		getNode: () => node,
		getCredentials: async () => credentialData,
	} as unknown as ILoadOptionsFunctions;
	const { results } = await searchLabels.call(context, filter);
	expect(results.map(({ name }) => name)).toEqual(names);
});
