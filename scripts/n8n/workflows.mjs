// The workflows that demo and tests put into n8n: nodes in a row.

import { PACKAGE_NAME } from '../project.mjs';

/**
 * @typedef {{ id: string, name: string, type: string }} CredentialOfNode
 *
 * @typedef {object} Node
 * @property {string} name
 * @property {string} type
 * @property {number} typeVersion
 * @property {object} parameters
 * @property {Record<string, { id: string, name: string }>} [credentials]
 *
 * @typedef {Node & { parameters: { resource: string, operation: string } }} ActionNode
 */

const NODE_DISTANCE = 220;
/** What the nodes are called, and with it their output in an execution. */
export const SEND_NAME = 'Send Text';
export const TRIGGER_NAME = 'WhatsApp Linked Trigger';
export const ACTION_NAME = 'WhatsApp Linked';

/**
 * @param {string} name
 * @param {Node[]} nodes each connected to the next
 * @returns {import('./rest.mjs').Workflow}
 */
export function workflow(name, ...nodes) {
	/** @type {Record<string, object>} */
	const connections = {};
	for (const [index, next] of nodes.slice(1).entries()) {
		const from = /** @type {Node} */ (nodes[index]);
		connections[from.name] = { main: [[{ node: next.name, type: 'main', index: 0 }]] };
	}
	return {
		name,
		nodes: nodes.map((node, index) => ({
			...node,
			id: `node-${index}`,
			position: [index * NODE_DISTANCE, 0],
		})),
		connections,
	};
}

/** @type {Node} */
export const CLICK = {
	name: 'When clicking Execute workflow',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
};

/**
 * @param {string} name
 * @returns {Node} does nothing
 */
export function noOperation(name) {
	return { name, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
}

/**
 * @param {CredentialOfNode} credential
 * @param {{ to: string, text: string, options?: object }} message
 * @returns {Node}
 */
export function sendText(credential, { to, text, options = {} }) {
	return {
		...ourNode(SEND_NAME, 'whatsAppLinked', credential),
		parameters: {
			resource: 'message',
			operation: 'sendText',
			to: recipient(to),
			text,
			options,
		},
	};
}

/**
 * @param {CredentialOfNode} credential
 * @param {string} operation of the resource Message
 * @param {object} parameters
 * @returns {ActionNode}
 */
export function messageNode(credential, operation, parameters) {
	return actionNode(credential, 'message', operation, parameters);
}

/**
 * @param {CredentialOfNode} credential
 * @param {string} resource
 * @param {string} operation
 * @param {object} parameters
 * @returns {ActionNode}
 */
export function actionNode(credential, resource, operation, parameters) {
	return {
		...ourNode(ACTION_NAME, 'whatsAppLinked', credential),
		parameters: { resource, operation, ...parameters },
	};
}

/**
 * @param {string} chat phone number or chat ID
 * @returns {object} the value of a field that takes a recipient
 */
export function recipient(chat) {
	return { __rl: true, mode: chat.includes('@') ? 'id' : 'phone', value: chat };
}

/**
 * @param {{ content: Buffer, fileName: string, mimeType: string }} file
 * @returns {Node[]} put out one item with the file in the binary field `data`
 */
export function fileSource({ content, fileName, mimeType }) {
	const jsonOutput = JSON.stringify({ file: content.toString('base64') });
	return [
		{
			name: 'File as Base64',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput },
		},
		{
			name: 'File',
			type: 'n8n-nodes-base.convertToFile',
			typeVersion: 1.1,
			parameters: {
				operation: 'toBinary',
				sourceProperty: 'file',
				binaryPropertyName: 'data',
				options: { fileName, mimeType },
			},
		},
	];
}

const ALL_CHATS = ['channel', 'direct', 'group', 'status'];

/** What happens to a message that is sent and answered. */
export const STORY_EVENTS = [
	'message.sent',
	'message.received',
	'message.read',
	'message.incoming',
];

/**
 * @param {CredentialOfNode} credential
 * @param {string[]} events
 * @param {object} [options]
 * @param {string[]} [chats]
 * @returns {Node}
 */
export function whatsAppTrigger(credential, events, options = {}, chats = ALL_CHATS) {
	return {
		...ourNode(TRIGGER_NAME, 'whatsAppLinkedTrigger', credential),
		parameters: { events, chats, options },
	};
}

/**
 * Picks the executions that WhatsApp Linked Trigger started with this event of this message.
 *
 * @param {string} event
 * @param {string} messageId
 * @returns {(execution: import('./rest.mjs').Execution) => boolean}
 */
export function startedBy(event, messageId) {
	return ({ output }) =>
		(output[TRIGGER_NAME] ?? []).some(
			({ json }) => json['event'] === event && json['messageId'] === messageId,
		);
}

/**
 * @param {string} name
 * @param {string} type
 * @param {CredentialOfNode} credential
 */
function ourNode(name, type, { id, ...credential }) {
	return {
		name,
		type: `${PACKAGE_NAME}.${type}`,
		typeVersion: 1,
		credentials: { [credential.type]: { id, name: credential.name } },
	};
}
