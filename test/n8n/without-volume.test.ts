import type { Credential } from '../../scripts/n8n/rest.mjs';
import type { VirtualContact } from '../simulator';
import {
	eventOf,
	link,
	publishEvents,
	type RenewableStage,
	sendFrom,
	setPostgresStage,
} from './harness';

/** An n8n that keeps numbers in its PostgreSQL needs nothing on the disk: its container is thrown away and made anew. */

const OWNER = '5511900000001';
const CONTACT = '5511900000002';

let stage: RenewableStage;
let contact: VirtualContact;
let credential: Credential;
let events: { id: string };

beforeAll(async () => {
	stage = await setPostgresStage();
	contact = await stage.simulator.contact(CONTACT, { name: 'Ana' });
	credential = await link(stage, OWNER);
	events = await publishEvents(stage, credential);
});
afterAll(async () => await stage.stop());

const send = async (text: string) => {
	const { messageId } = await sendFrom(stage, credential, { to: CONTACT, text });
	return String(messageId);
};

test('the number is linked still, gets what came meanwhile, and knows the chat', async () => {
	const first = await send('Before');
	await contact.waitForMessage(first);
	const renewed = stage.renew();
	const incoming = await contact.sendText(OWNER, 'Are you there?');
	await renewed;
	expect((await eventOf(stage, events.id, incoming, 'message.incoming'))?.json).toMatchObject({
		text: 'Are you there?',
	});
	const second = await send('After');
	expect(await contact.waitForMessage(second)).toMatchObject({ text: 'After', copies: 1 });
	await contact.read(second);
	expect(await eventOf(stage, events.id, second, 'message.read')).toBeDefined();
	expect(stage.simulator.phone(OWNER).devices()).toHaveLength(1);
});
