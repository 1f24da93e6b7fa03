import { sendFrom, useStage } from '../harness';

const WORDS = 'between you and me';

const stage = useStage();
const OWNER = stage.number(1);
const CONTACT = stage.number(2);

test("n8n's log shows the life of a connection, without a number, a word or a key", async () => {
	const { n8n, simulator, credential, contact } = stage;
	const send = async () => {
		const { messageId } = await sendFrom(stage, credential, { to: CONTACT, text: WORDS });
		await contact.waitForMessage(String(messageId));
	};
	await send();
	simulator.faults.dropConnections(OWNER);
	await send();

	const log = await n8n.log();
	const told = (sentence: string) => `WhatsApp Linked ${credential.id}: ${sentence}`;
	expect(log).toContain(told('Connecting to WhatsApp (why start, '));
	expect(log).toContain(told('Connected to WhatsApp'));
	expect(log).toMatch(
		/The connection ended, and is made again \(code \d+, reached true, wasOpen true/,
	);
	expect(log).toContain('WhatsApp Linked: The engine thread was started');
	for (const secret of [OWNER, CONTACT, WORDS]) expect(log).not.toContain(secret);
});
