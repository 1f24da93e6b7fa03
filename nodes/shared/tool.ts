import type { IExecuteFunctions } from 'n8n-workflow';

/** Of each node that agents may use n8n makes a second node type, for them. */
export function isTool(functions: IExecuteFunctions): boolean {
	return functions.getNode().type.endsWith('Tool');
}
