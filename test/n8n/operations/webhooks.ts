import type { Execution } from '../../../scripts/n8n/rest.mjs';
import { TRIGGER_NAME, whatsAppTrigger, workflow } from '../../../scripts/n8n/workflows.mjs';
import { sendFrom, useFeatures, useStage, WITHIN_MS } from '../harness';

/** What Z-API's webhooks tell of: a trigger with these events puts their bodies out. */
useFeatures('webhooks');

const stage = useStage();
const OWNER = stage.number(1);
const CONTACT = stage.number(2);

type Json = Record<string, unknown>;

/** A published trigger, in Z-API's format; what it returns finds the body with these values. */
async function webhook(name: string, events: string[], options: object = {}) {
	const trigger = whatsAppTrigger(stage.credential, events, { format: 'zapi', ...options });
	const published = await stage.rest.createWorkflow(workflow(name, trigger));
	await stage.rest.publish(published);
	const bodies = ({ output }: Execution) => (output[TRIGGER_NAME] ?? []).map(({ json }) => json);
	return async (values: Json) => {
		const isIt = (json: Json) =>
			Object.entries(values).every(([key, value]) => json[key] === value);
		const started = await stage.rest.executionWhere(
			published.id,
			`${name} with ${JSON.stringify(values)}`,
			WITHIN_MS,
			(execution) => bodies(execution).some(isIt),
		);
		return bodies(started).find(isIt);
	};
}

const send = async (text: string) => {
	const { messageId } = await sendFrom(stage, stage.credential, { to: CONTACT, text });
	return String(messageId);
};
const CALLBACK = { type: 'ReceivedCallback' };

test('Webhook on send', async () => {
	const body = await webhook('On send', ['message.sent']);
	const messageId = await send('Hello');
	expect(await body({ type: 'DeliveryCallback', messageId })).toMatchObject({
		...{ phone: CONTACT, zaapId: messageId },
	});
});

test('Webhook on receive', async () => {
	const body = await webhook('On receive', ['message.incoming']);
	const messageId = await stage.contact.sendText(OWNER, 'Hi');
	expect(await body({ ...CALLBACK, messageId })).toMatchObject({
		...{ phone: CONTACT, fromMe: false, text: { message: 'Hi' } },
	});
});

test('Webhook on receive and sent by me', async () => {
	const body = await webhook('Both', ['message.incoming', 'message.sentFromPhone']);
	const received = await stage.contact.sendText(OWNER, 'A question');
	const sent = await stage.simulator.phone(OWNER).sendText(CONTACT, 'From my pocket');
	expect(await body({ ...CALLBACK, messageId: received })).toMatchObject({ fromMe: false });
	expect(await body({ ...CALLBACK, messageId: sent })).toMatchObject({ fromMe: true });
});

test('Notify sent by me', async () => {
	const body = await webhook('Sent by me', ['message.sentFromPhone']);
	const messageId = await stage.simulator.phone(OWNER).sendText(CONTACT, 'On the way');
	expect(await body({ ...CALLBACK, messageId })).toMatchObject({
		...{ fromMe: true, fromApi: false, phone: CONTACT, text: { message: 'On the way' } },
	});
});

test('Webhook on message status', async () => {
	const body = await webhook('Status', ['message.sent', 'message.received', 'message.read'], {
		messageSentAs: 'messageStatusCallback',
	});
	const messageId = await send('Read this');
	const status = { type: 'MessageStatusCallback', phone: CONTACT, isGroup: false };
	expect(await body({ ...status, status: 'SENT' })).toMatchObject({ ids: [messageId] });
	expect(await body({ ...status, status: 'RECEIVED' })).toMatchObject({ ids: [messageId] });
	await stage.contact.read(messageId);
	expect(await body({ ...status, status: 'READ' })).toMatchObject({ ids: [messageId] });
});

test('Read by me', async () => {
	const body = await webhook('Read by me', ['message.readByMe']);
	const phone = stage.simulator.phone(OWNER);
	const ids = [await stage.contact.sendText(OWNER, '1'), await stage.contact.sendText(OWNER, '2')];
	for (const id of ids) await phone.waitForMessage((message) => message.id === id, WITHIN_MS);
	await phone.read(...ids);
	expect(await body({ type: 'MessageStatusCallback', status: 'READ_BY_ME' })).toMatchObject({
		...{ phone: CONTACT, ids, isGroup: false },
	});
});

test('Waiting for this message', async () => {
	const body = await webhook('Waiting', ['message.waiting', 'message.incoming']);
	stage.simulator.faults.damageNext(OWNER);
	const messageId = await stage.contact.sendText(OWNER, 'Can you read this?');
	expect(await body({ ...CALLBACK, messageId, notification: 'CIPHERTEXT' })).toMatchObject({
		...{ phone: CONTACT, waitingMessage: true, notificationParameters: [] },
	});
	expect(await body({ ...CALLBACK, messageId, waitingMessage: false })).toMatchObject({
		text: { message: 'Can you read this?' },
	});
});

test('New chat', async () => {
	const body = await webhook('New chat', ['chat.started']);
	const stranger = await stage.simulator.contact(stage.number(3), { name: 'Dora' });
	await stranger.sendText(OWNER, 'Are you open?');
	expect(await body({ ...CALLBACK, phone: stranger.number })).toMatchObject({
		...{ notification: 'E2E_ENCRYPTED', notificationParameters: [], fromMe: false },
	});
});

test('Business accounts', async () => {
	const body = await webhook('Business accounts', ['contact.businessChanged']);
	const told = (notification: string) => body({ ...CALLBACK, phone: CONTACT, notification });
	const news = stage.contact.change(OWNER);
	news.business('Flowers', 'unknown');
	expect(await told('BLUE_MSG_SELF_PREMISE_UNVERIFIED')).toBeDefined();
	news.business('Flowers', 'high');
	expect(await told('BLUE_MSG_SELF_PREMISE_VERIFIED')).toBeDefined();
	news.noBusiness();
	expect(await told('BIZ_MOVE_TO_CONSUMER_APP')).toMatchObject({ notificationParameters: [] });
});

test('Webhook on chat presence', async () => {
	const body = await webhook('Presence', ['presence.changed']);
	const attrs = { from: stage.contact.jid };
	const composing = { tag: 'composing', attrs: {} };
	stage.simulator.script(OWNER, { tag: 'chatstate', attrs, content: [composing] });
	expect(await body({ type: 'PresenceChatCallback', status: 'COMPOSING' })).toMatchObject({
		...{ phone: CONTACT, lastSeen: null },
	});
});

test('Webhook on disconnect', async () => {
	const body = await webhook('Disconnect', ['session.disconnected']);
	stage.simulator.faults.dropConnections(OWNER);
	expect(await body({ type: 'DisconnectedCallback' })).toMatchObject({ disconnected: true });
});

test('Webhook on connect', async () => {
	const body = await webhook('Connect', ['session.connected']);
	stage.simulator.faults.dropConnections(OWNER);
	expect(await body({ type: 'ConnectedCallback' })).toMatchObject({
		connected: true,
		phone: OWNER,
	});
});

test('All webhooks at once', async () => {
	const body = await webhook('All', ['message.sent', 'message.incoming', 'message.received']);
	const messageId = await send('To all');
	expect(await body({ type: 'DeliveryCallback', messageId })).toBeDefined();
	expect(await body({ type: 'MessageStatusCallback', status: 'RECEIVED' })).toBeDefined();
	const answer = await stage.contact.sendText(OWNER, 'From all');
	expect(await body({ ...CALLBACK, messageId: answer })).toBeDefined();
});
