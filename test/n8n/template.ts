import type { Credential, Execution } from '../../scripts/n8n/rest.mjs';
import type { Node } from '../../scripts/n8n/workflows.mjs';
import { PACKAGE_NAME } from '../../scripts/project.mjs';
import { readTemplate, type TemplateNode } from '../support/templates';
import { type Stage, WITHIN_MS } from './harness';

export interface PublishedTemplate {
	id: string;
	/** The execution that has ended and put out something at a node. */
	endedAt(node: string, isIt?: (execution: Execution) => boolean): Promise<Execution>;
}

/**
 * Imports a template, changes of it what a user does, and publishes it.
 *
 * @param change what becomes of a node
 * @param credentials each is chosen in the nodes that need one of its type
 */
export async function publishTemplate(
	{ rest }: Pick<Stage, 'rest'>,
	name: string,
	change: (node: TemplateNode) => TemplateNode,
	credentials: readonly Credential[],
): Promise<PublishedTemplate> {
	const template = readTemplate(name);
	const nodes = template.nodes.map((imported) => {
		const node = change(imported);
		const its = credentials.filter(({ type }) => type === credentialOf(node));
		return {
			...node,
			credentials: Object.fromEntries(its.map(({ type, id, name }) => [type, { id, name }])),
		};
	});
	const saved = await rest.createWorkflow({ ...template, nodes });
	await rest.publish(saved);
	return {
		id: saved.id,
		async endedAt(node, isIt = () => true) {
			const execution = await rest.executionWhere(saved.id, node, WITHIN_MS, (its) => {
				return (its.output[node] ?? []).length > 0 && isIt(its);
			});
			expect(execution).toMatchObject({ status: 'success', error: null });
			return execution;
		},
	};
}

function credentialOf({ type, parameters }: Node): string | undefined {
	if (type.startsWith(`${PACKAGE_NAME}.`)) return 'whatsAppLinkedApi';
	if (type.endsWith('.lmChatOpenAi')) return 'openAiApi';
	if (type.endsWith('.memoryPostgresChat')) return 'postgres';
	return (parameters as { nodeCredentialType?: string }).nodeCredentialType;
}
