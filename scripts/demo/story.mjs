// The story of the demo, played by nobody: link, send, SENT, RECEIVED, READ, answer. Each step must show in n8n, and what
// is printed about it is what n8n says.

import { CLICK, SEND_NAME, startedBy } from '../n8n/workflows.mjs';
import { say, step, UserError } from '../progress.mjs';
import { People } from './people.mjs';

const STEP_WITHIN_MS = 20_000;
const CODE = /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/;

/** @typedef {import('../n8n/rest.mjs').Execution} Execution */

/**
 * @param {import('./scene.mjs').Scene} scene
 * @returns {Promise<number>} exit code
 */
export async function playStory(scene) {
	const people = new People(scene.simulator.page);
	await step('Linking the number', '5 seconds', () => link(scene, people));
	await scene.rest.publish(scene.events);

	say('\nWhat n8n has in its executions:\n');
	const messageId = await send(scene);
	await seen(scene, 'SENT', messageId, 'message.sent');
	await seen(scene, 'RECEIVED', messageId, 'message.received');
	await people.read();
	await seen(scene, 'READ', messageId, 'message.read');
	const answerId = await people.write('Thank you!');
	await seen(scene, 'INCOMING', answerId, 'message.incoming');

	say('\nThe whole story went well.');
	return 0;
}

/**
 * @param {import('./scene.mjs').Scene} scene
 * @param {People} people
 */
async function link({ rest, credential }, people) {
	const { message } = await rest.testCredential(credential);
	say(`  the credential's banner says: ${message}`);
	const code = CODE.exec(message)?.[0];
	if (code === undefined) throw new UserError('The banner has no linking code.');
	await people.typeCode(code);
	say('  the code was typed on the phone');
	await rest.credentialIsGood(credential, STEP_WITHIN_MS);
	say('  the banner is green');
}

/**
 * @param {import('./scene.mjs').Scene} scene
 * @returns {Promise<string>} the ID of the message
 */
async function send({ rest, sending }) {
	const execution = await rest.execute(sending.id, CLICK.name, STEP_WITHIN_MS);
	const item = execution.output[SEND_NAME]?.[0]?.json;
	if (!item) throw new UserError(`n8n could not send: ${execution.error?.message}`);
	tell(execution, item['status'], item['messageId']);
	return item['messageId'];
}

/**
 * @param {import('./scene.mjs').Scene} scene
 * @param {string} what
 * @param {string} messageId
 * @param {string} event
 */
async function seen({ rest, events }, what, messageId, event) {
	const execution = await rest.executionWhere(
		events.id,
		`an execution that was started by ${event} of message ${messageId}`,
		STEP_WITHIN_MS,
		startedBy(event, messageId),
	);
	tell(execution, what, messageId);
}

/**
 * @param {Execution} execution
 * @param {string} what
 * @param {string} messageId
 */
function tell({ id, mode, startedAt }, what, messageId) {
	say(`  ${startedAt}  ${what.padEnd(9)} message ${messageId}  (${mode} execution ${id})`);
}
