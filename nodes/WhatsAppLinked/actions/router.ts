import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { accountOf } from '../../shared/account';
import { isEngineError, toNodeOperationError } from '../../shared/errors';
import { gateway } from '../../shared/gateway';
import { onceForItem } from '../../shared/once';
import { resources } from './index';
import type { AccountEngine, ItemResult, Operation, Outcome, OutputItem } from './operation';

/** Runs the chosen operation over all items: first phases in order, then all second phases at once. */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const operation = chosenOperation(this);
	const engine = await accountEngine(this);

	const outcomes: Array<Outcome | Failure> = [];
	for (const itemIndex of this.getInputData().keys()) {
		outcomes.push(
			await attempt(this, itemIndex, [], async () => {
				const request = onceForItem(this, itemIndex, engine.request);
				return await operation.execute({ functions: this, itemIndex, ...engine, request });
			}),
		);
	}

	const finished = await Promise.all(
		outcomes.map(async (outcome, itemIndex) => {
			if (outcome instanceof Failure || !outcome.finish) return outcome;
			const { output, finish } = outcome;
			return await attempt(this, itemIndex, output, async () => ({ output: await finish() }));
		}),
	);

	const results = finished.map((outcome, item) => ({
		output: withPairedItem(outcome, item),
		isFailed: outcome instanceof Failure,
	}));
	if (operation.conclude) return await concluded(this, engine, operation.conclude, results);
	return [results.flatMap(({ output }) => output)];
}

async function concluded(
	functions: IExecuteFunctions,
	engine: AccountEngine,
	conclude: NonNullable<Operation['conclude']>,
	results: ItemResult[],
): Promise<INodeExecutionData[][]> {
	try {
		return await conclude({ functions, ...engine, results });
	} catch (error) {
		throw toNodeOperationError(functions.getNode(), error);
	}
}

function chosenOperation(functions: IExecuteFunctions): Operation {
	// Neither takes an expression (noDataExpression), so the first item's are everyone's.
	const resourceValue = functions.getNodeParameter('resource', 0);
	const operationValue = functions.getNodeParameter('operation', 0);
	const resource = resources.find(({ option }) => option.value === resourceValue);
	const operation = Object.entries(resource?.operations ?? {}).find(
		([value]) => value === operationValue,
	);
	if (!operation) {
		throw new NodeOperationError(
			functions.getNode(),
			`WhatsApp Linked has no operation "${operationValue}" for "${resourceValue}".`,
			{ description: 'Choose a resource and an operation from the lists.' },
		);
	}
	return operation[1];
}

async function accountEngine(functions: IExecuteFunctions): Promise<AccountEngine> {
	try {
		const account = await accountOf(functions);
		const engine = gateway();
		return {
			request: async (command, input) => await engine.request(account, command, input),
			storeMedia: async (media, content) => await engine.storeMedia(account, media, content),
			openMedia: async (media) => await engine.openMedia(account, media),
		};
	} catch (error) {
		throw toNodeOperationError(functions.getNode(), error);
	}
}

/** An item that failed in a node which is set to go on; `output` is what it puts out instead. */
class Failure {
	constructor(readonly output: Array<Pick<INodeExecutionData, 'json' | 'error'>>) {}
}

async function attempt(
	functions: IExecuteFunctions,
	itemIndex: number,
	soFar: OutputItem[],
	action: () => Promise<Outcome>,
): Promise<Outcome | Failure> {
	try {
		return await action();
	} catch (error) {
		const nodeError = toNodeOperationError(functions.getNode(), error, itemIndex);
		if (!functions.continueOnFail()) throw nodeError;

		// An item with `error` goes to the node's error output, and n8n cuts its JSON down to the message
		// (workflow-execute.js, normalizeNodeErrors). Without an error output there is room to say more.
		if (functions.getNode().onError === 'continueErrorOutput') {
			return new Failure([{ json: { error: nodeError.message }, error: nodeError }]);
		}
		const { code, hint } = isEngineError(error) ? error : {};
		const failed = { error: nodeError.message, ...(code && { code, hint }) };
		const output = soFar.length > 0 ? soFar : [{ json: {} }];
		return new Failure(output.map(({ json }) => ({ json: { ...json, ...failed } })));
	}
}

function withPairedItem({ output }: Outcome | Failure, item: number): INodeExecutionData[] {
	return output.map((entry) => ({ ...entry, pairedItem: { item } }));
}
