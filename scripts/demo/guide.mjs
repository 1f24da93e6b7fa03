import { OWNER } from '../n8n/home.mjs';
import { say } from '../progress.mjs';
import { CREDENTIAL } from './workflows.mjs';

/**
 * Tells a person what to click, and lets them.
 *
 * @param {import('./scene.mjs').Scene} scene
 */
export async function showToPerson({ n8n, simulator, rest, sending, events }) {
	await rest.publish(events);
	say(`
The demo is running. It is a real n8n; only the WhatsApp server is a simulator.

  n8n           ${n8n.url}
                log in with  ${OWNER.email}  and the password  ${OWNER.password}
  The phone     ${simulator.page}
                a page that plays your phone, the people you write to, and their groups

Put the two side by side, and:

  1. Link the number. In n8n, open Credentials > "${CREDENTIAL.name}". The red banner is expected: its
     "More details" shows a code. Type the code on the phone's page, then press Retry in n8n: green.
  2. Send. Open the workflow "${sending.name}" and press Execute workflow.
     Open the node: there is the message ID.
  3. Be the contact. On the phone's page the message has arrived: press Mark read, and answer.
  4. Open the workflow "${events.name}" and look at its Executions:
     there is one for SENT, one for RECEIVED, one for READ, and one for the answer.
  5. Play a group. On the phone's page found one under "People and groups", let people come and go, and write
     in it as one of them. In n8n, Group > Get Many lists it.

Everything is deleted when the demo ends. Ctrl-C ends it.
`);
	return await n8n.untilEnded();
}
