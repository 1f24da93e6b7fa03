import type { Credential, Workflow } from '../../scripts/n8n/rest.mjs';
import { CLICK, type Node, workflow } from '../../scripts/n8n/workflows.mjs';
import type { ChatModel } from '../support/chat-model';
import type { Stage } from './harness';

/** n8n's AI agents, with a chat model on loopback. */

const LANGCHAIN = '@n8n/n8n-nodes-langchain';

/** With which n8n calls the model. */
export async function modelCredential(
	{ rest }: Pick<Stage, 'rest'>,
	{ url }: ChatModel,
): Promise<Credential> {
	const data = { apiKey: 'none', url };
	return await rest.createCredential({ name: 'Model', type: 'openAiApi', data });
}

/** Lets a sub-node serve another one. */
export function serves(from: string, type: string, to: string) {
	return { [from]: { [type]: [[{ node: to, type, index: 0 }]] } };
}

interface Agent {
	/** Of the model. */
	credential: Credential;
	/** What it is told at a click. */
	text: string;
	typeVersion?: number;
}

/** @param tools the first serves the agent, each other one the tool before it */
export function agentWorkflow(
	{ credential, text, typeVersion = 3.1 }: Agent,
	...tools: Node[]
): Workflow {
	const agent = {
		name: 'Agent',
		type: `${LANGCHAIN}.agent`,
		typeVersion,
		parameters: { promptType: 'define', text, options: {} },
	};
	const model = {
		name: 'Model',
		type: `${LANGCHAIN}.lmChatOpenAi`,
		typeVersion: 1.2,
		parameters: { model: { __rl: true, mode: 'id', value: 'simulated' }, options: {} },
		credentials: { openAiApi: { id: credential.id, name: credential.name } },
	};
	const served = [agent, ...tools].map(({ name }) => name);
	const chain = tools.map(({ name }, index) => serves(name, 'ai_tool', String(served[index])));
	return {
		...workflow('Agent', CLICK, agent, model, ...tools),
		connections: {
			...serves(CLICK.name, 'main', agent.name),
			...serves(model.name, 'ai_languageModel', agent.name),
			...Object.assign({}, ...chain),
		},
	};
}
