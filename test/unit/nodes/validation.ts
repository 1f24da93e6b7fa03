import type { INodePropertyMode } from 'n8n-workflow';

/** Whether By ID takes this. As node-helpers.js does, but for its limit of 250 ms: a busy machine takes longer at times. */
export function takesAsId(modes: readonly INodePropertyMode[] | undefined, value: string): boolean {
	const validation = modes?.find(({ name }) => name === 'id')?.validation?.[0];
	if (typeof validation !== 'object') throw new Error('The ID has no validation');
	const { regex } = validation.properties as { regex: string };
	return new RegExp(`^${regex}$`).test(value);
}
