import { originOf } from '../../../../nodes/shared/origin';
import { executeFunctions, STARTED_AT } from '../doubles';

/** What n8n gives to a node in each situation; a tool's input is one object for all tries of a call. */
const { functions } = executeFunctions([{}]);
const outside = { ...functions, getExecutionId: () => undefined as unknown as string };
const tool = (input: object, runIndex = 0, from = functions) => ({
	...from,
	isToolExecution: () => true,
	getInputData: () => [{ json: input as never }],
	getWorkflowDataProxy: () => ({ $runIndex: runIndex }) as never,
});

describe('The origin of a send', () => {
	it('is its place in the execution, and when that began', () => {
		expect(originOf(functions, 3)).toEqual({
			executionId: 'execution-1',
			startedAt: STARTED_AT,
			nodeId: 'node-1',
			runIndex: 2,
			itemIndex: 3,
		});
	});

	it('is another one each time where n8n has no execution', () => {
		expect(originOf(outside, 0)).not.toEqual(originOf(outside, 0));
	});

	it.each([
		['an agent', functions],
		['MCP Server Trigger', outside],
	])("is one call's for all tries of a tool of %s, though $runIndex grows", (_who, from) => {
		const input = { text: 'Hello' };
		const tries = [0, 1, 2].map((runIndex) => originOf(tool(input, runIndex, from), 0));
		expect(tries[1]).toEqual(tries[0]);
		expect(tries[2]).toEqual(tries[0]);
	});

	it.each([
		['an agent', functions],
		['MCP Server Trigger', outside],
	])('differs between two calls of a tool of %s with the same words and run', (_who, from) => {
		const one = originOf(tool({ text: 'Hello' }, 0, from), 0);
		expect(originOf(tool({ text: 'Hello' }, 0, from), 0)).not.toEqual(one);
	});
});
