import { link, sendFrom, setStage, type Stage } from './harness';

const PHONE = '5511900000001';
const CONTACT = '5511900000002';
const WORDS = 'between you and me';

let stage: Stage;
// Of n8n's own lines none has this scope.
const env = { N8N_LOG_LEVEL: 'debug', N8N_LOG_SCOPES: 'whatsapp-linked' };
beforeAll(async () => (stage = await setStage(env)));
afterAll(async () => await stage.stop());

test("n8n's log shows the life of a connection, without a number, a word or a key", async () => {
	const { n8n, simulator } = stage;
	const contact = await simulator.contact(CONTACT);
	const credential = await link(stage, PHONE);
	const send = async () => {
		const { messageId } = await sendFrom(stage, credential, { to: CONTACT, text: WORDS });
		await contact.waitForMessage(String(messageId));
	};
	await send();
	simulator.faults.dropConnections(PHONE);
	await send();

	const log = await n8n.log();
	const told = (sentence: string) => `WhatsApp Linked ${credential.id}: ${sentence}`;
	expect(log).toContain(told('Connecting to WhatsApp (why start, '));
	expect(log).toContain(told('Connected to WhatsApp'));
	expect(log).toMatch(
		/The connection ended, and is made again \(code \d+, reached true, wasOpen true/,
	);
	expect(log).toContain('WhatsApp Linked: The engine thread was started');
	for (const secret of [PHONE, CONTACT, WORDS]) expect(log).not.toContain(secret);
});
