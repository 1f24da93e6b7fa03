import { randomUUID } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import type { MessageOrigin } from '../../engine/gateway/contract';

/**
 * Names this send, so that n8n's Retry On Fail, which runs all items of the node again, sends nothing twice. `$runIndex` is
 * the run of this node within the execution: it differs in each round of a loop. No other public function tells it.
 *
 * Executions are numbered by n8n's database: where that was put back from a backup or made anew, the numbers come again. When
 * an execution began is stored with it before it runs, so a run that is repeated after a crash has the same time.
 */
export function originOf(functions: IExecuteFunctions, itemIndex: number): MessageOrigin {
	const executionId = functions.getExecutionId();
	if (functions.isToolExecution()) return { callId: toolCallOf(functions, itemIndex) };
	// n8n's agents that are no workflows run nodes without an execution, and once.
	if (!executionId) return { callId: randomUUID() };
	return {
		executionId,
		startedAt: functions.getExecutionContext()?.establishedAt,
		nodeId: functions.getNode().id,
		runIndex: functions.getWorkflowDataProxy(itemIndex).$runIndex as number,
		itemIndex,
	};
}

/** By what a tool was called with. */
const toolCalls = new WeakMap<object, string>();

/**
 * Agents up to version 2.2 and MCP Server Trigger call a tool themselves (n8n-core, makeHandleToolInvocation). Then
 * `$runIndex` differs in each try, is the same in calls that run side by side, and an MCP call has no execution at all. But
 * all tries of one call get the same object as their input, and no two calls share one.
 */
function toolCallOf(functions: IExecuteFunctions, itemIndex: number): string {
	const input = functions.getInputData()[itemIndex]?.json ?? {};
	const known = toolCalls.get(input);
	if (known !== undefined) return known;
	const callId = randomUUID();
	toolCalls.set(input, callId);
	return callId;
}
