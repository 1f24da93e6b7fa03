import { setStage, type Stage } from './harness';

let stage: Stage;
beforeAll(async () => (stage = await setStage()));
afterAll(async () => await stage.stop());

test('n8n lists both nodes under the names that workflows store', async () => {
	const ours = (await stage.rest.nodeTypes())
		.filter(({ name }) => name.startsWith('n8n-nodes-whatsapp-linked.'))
		.map(({ name, displayName }) => ({ name, displayName }));

	expect(ours).toEqual(
		expect.arrayContaining([
			{ name: 'n8n-nodes-whatsapp-linked.whatsAppLinked', displayName: 'WhatsApp Linked' },
			{
				name: 'n8n-nodes-whatsapp-linked.whatsAppLinkedTrigger',
				displayName: 'WhatsApp Linked Trigger',
			},
			// n8n makes it from usableAsTool: AI agents can send.
			{ name: 'n8n-nodes-whatsapp-linked.whatsAppLinkedTool', displayName: 'WhatsApp Linked Tool' },
		]),
	);
	expect(ours).toHaveLength(3);
});

test('n8n lists the credential', async () => {
	const types = await stage.rest.credentialTypes();

	expect(types.find(({ name }) => name === 'whatsAppLinkedApi')).toMatchObject({
		displayName: 'WhatsApp Linked API',
		supportedNodes: [
			'n8n-nodes-whatsapp-linked.whatsAppLinked',
			'n8n-nodes-whatsapp-linked.whatsAppLinkedTrigger',
		],
	});
});

test('a credential without a phone number tells how to link one', async () => {
	const credential = await stage.rest.createCredential({
		name: 'Not linked',
		type: 'whatsAppLinkedApi',
		data: {},
	});

	expect(await stage.rest.testCredential(credential)).toEqual({
		status: 'Error',
		message:
			'This credential is not linked to a WhatsApp number yet. Type the phone number below and save. Or, to use a QR code, add a WhatsApp Linked node, run Session > Get QR Code, scan it, and press Retry here.',
	});
});
