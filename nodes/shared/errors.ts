import type { INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { ErrorShape } from '../../engine/gateway/contract';

/**
 * Tells an error of the engine by its fields, not by its class: after an update of the package, old and new copies of
 * the class live in one process.
 */
export function isEngineError(error: unknown): error is ErrorShape {
	if (typeof error !== 'object' || error === null) return false;
	const { code, message, hint } = error as Record<string, unknown>;
	return typeof code === 'string' && typeof message === 'string' && typeof hint === 'string';
}

export function messageOf(error: unknown): string {
	if (isEngineError(error) || error instanceof Error) return error.message;
	return String(error);
}

/** Errors that are not the engine's come with and without a full stop. */
export function asSentence(words: string): string {
	return /[.!?]$/.test(words) ? words : `${words}.`;
}

/** What n8n shows: the message in the headline, the hint below it, the item it belongs to. */
export function toNodeOperationError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeOperationError {
	if (error instanceof NodeOperationError) return error;

	const message = messageOf(error);
	const nodeError = new NodeOperationError(node, error instanceof Error ? error : message, {
		itemIndex,
		...(isEngineError(error) && { description: error.hint }),
	});
	// n8n swaps a message that contains ECONNREFUSED, ENOENT and the like for a stock text (node.error.js,
	// setDescriptiveErrorMessage). Ours already say what happened.
	nodeError.message = message;
	return nodeError;
}
