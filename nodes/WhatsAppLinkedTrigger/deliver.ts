import { createHash } from 'node:crypto';

import type { INodeExecutionData, IRun, ITriggerFunctions } from 'n8n-workflow';
import { ExecutionCancelledError, NodeOperationError } from 'n8n-workflow';

import { messageOf } from '../shared/errors';

/** What every database takes: n8n's column for it holds 255 characters, and Postgres refuses more, and a zero byte. */
const PLAIN_KEY = /^[\x20-\x7e]{1,200}$/;

/**
 * The key by which n8n knows an execution. Whoever sends a message chooses its ID, which is part of the batch's: one that a
 * database might refuse is hashed.
 */
export function deduplicationKey(durableId: string | undefined, batchId: string): string {
	const key = `${durableId}:${batchId}`;
	return PLAIN_KEY.test(key) ? key : createHash('sha256').update(key).digest('hex');
}

/**
 * Starts an execution and resolves once n8n has it, however it ends: its data is in n8n's list of executions then, and
 * n8n can retry it. Rejects when n8n could not start it. n8n tells nothing earlier than the execution's end.
 *
 * n8n starts no second execution with a key that it has seen: that covers events which are handed over again because
 * this process died between n8n's insert and our acknowledgement.
 *
 * `withoutFiles` makes the items anew for n8n's new engine, which takes no files.
 */
export async function deliver(
	functions: ITriggerFunctions,
	items: INodeExecutionData[],
	key: string,
	withoutFiles: () => INodeExecutionData[],
): Promise<void> {
	const finished = functions.helpers.createDeferredPromise<IRun>();
	functions.emit([items], undefined, finished, key);
	try {
		await finished.promise;
	} catch (error) {
		if (wasStarted(error)) return;
		if (refuses(error)) {
			functions.emit([withoutFiles()], undefined, undefined, key);
			return;
		}
		throw new NodeOperationError(
			functions.getNode(),
			`n8n could not start the workflow: ${messageOf(error)}`,
		);
	}
}

/** Stopped by a person, a timeout or a shutdown, or over before n8n began to watch it (active-executions.js). */
function wasStarted(error: unknown): boolean {
	return (
		error instanceof ExecutionCancelledError || messageOf(error) === 'No active execution found'
	);
}

/**
 * The new engine of n8n (workflow setting `engineType: v2`) refuses, before it starts anything, files from a trigger and a
 * trigger that waits for the execution (engine-v2-active-triggers.js). The setting can change while the trigger runs, so
 * we go by the answer.
 */
function refuses(error: unknown): boolean {
	return messageOf(error).startsWith('Engine 2.0 ');
}
