import type { Execution } from '../../../scripts/n8n/rest.mjs';
import {
	actionNode,
	TRIGGER_NAME,
	whatsAppTrigger,
	workflow,
} from '../../../scripts/n8n/workflows.mjs';
import type { VirtualCall } from '../../simulator';
import {
	createCredential,
	link,
	outputOf,
	runNode,
	useFeatures,
	useStage,
	WITHIN_MS,
} from '../harness';

/** The features of calls: from the node in a real n8n to the simulated WhatsApp. */
useFeatures('calls');

const stage = useStage();
const OWNER = stage.number(1);
const CONTACT = stage.number(2);

const node = (operation: string, parameters: object) =>
	actionNode(stage.credential, 'call', operation, parameters);

async function json(operation: string, parameters: object) {
	return (await outputOf(stage, node(operation, parameters))).map((item) => item.json);
}

async function errorOf(operation: string, parameters: object): Promise<string> {
	const { status, error } = await runNode(stage, node(operation, parameters));
	expect(status).toBe('error');
	return error?.message ?? '';
}

/** Somebody calls, and the number has heard it. */
async function ringing(): Promise<VirtualCall> {
	const { traffic } = stage.simulator;
	const call = stage.contact.ring(OWNER);
	const offer = traffic.entries(OWNER).findLast(({ stanza }) => stanza.tag === 'call');
	await traffic.waitFor(
		({ direction, stanza: { tag, attrs } }) =>
			direction === 'in' && tag === 'ack' && attrs.id === offer?.stanza.attrs.id,
	);
	return call;
}

test('Ring (get attention)', async () => {
	const contact = { __rl: true, mode: 'phone', value: CONTACT };
	const [result] = await json('ring', { contact });
	const [ring] = stage.contact.rings;
	expect(ring).toMatchObject({ state: 'over' });
	expect(result).toMatchObject({
		...{ callId: ring?.id, to: { phone: CONTACT }, status: 'reached' },
	});

	const blocker = await stage.simulator.contact(stage.number(10));
	blocker.block(OWNER);
	const blocked = { contact: { ...contact, value: blocker.number } };
	expect(await json('ring', blocked)).toMatchObject([
		{ status: 'notReached', message: expect.stringContaining('they have blocked this number') },
	]);
	expect(await errorOf('ring', { contact, options: { forMs: 60 } })).toBe(
		'Ring For is 60, but it must be a number of seconds from 5 to 15.',
	);
});

test('Reject call', async () => {
	const call = await ringing();
	expect(await json('reject', { callId: call.id })).toMatchObject([
		{ rejected: true, callId: call.id, from: { phone: CONTACT }, isVideo: false },
	]);
	expect(call.state).toBe('rejected');

	const over = await ringing();
	over.hangUp();
	await ringing();
	expect(await errorOf('reject', { callId: over.id })).toContain('does not ring any more');
	expect(await errorOf('reject', { callId: 'F44E' })).toBe('No call with the ID F44E is known.');
});

const REJECT = { from: 'everyone', text: 'Sorry, please write' };

/** The number rejects calls by itself. */
async function rejecting(calls: object, n: number): Promise<string> {
	const number = stage.number(n);
	await link(stage, number, { calls: { ...REJECT, ...calls } });
	return number;
}

test('Reject calls automatically', async () => {
	const number = await rejecting({ from: 'only', people: stage.number(9) }, 4);
	const unwanted = await stage.simulator.contact(stage.number(9));
	const calls = [stage.contact.ring(number), unwanted.ring(number)];
	await unwanted.waitForMessage(({ text }) => text === REJECT.text, WITHIN_MS);
	expect(calls.map(({ state }) => state)).toEqual(['ringing', 'rejected']);

	const nobody = await createCredential(stage.rest, '', { calls: { from: 'only', people: '' } });
	const { status, message } = await stage.rest.testCredential(nobody);
	expect({ status, message }).toEqual({
		status: 'Error',
		message: expect.stringContaining('there is nobody under People'),
	});
});

test('Message after rejecting', async () => {
	const number = await rejecting({}, 5);
	stage.contact.ring(number);
	await stage.contact.waitForMessage(({ text }) => text === REJECT.text, WITHIN_MS);
});

test('What becomes of calls', async () => {
	const events = [
		'call.received',
		'call.missed',
		'call.rejected',
		'call.answeredElsewhere',
		'call.ended',
	];
	const trigger = whatsAppTrigger(stage.credential, events);
	const published = await stage.rest.createWorkflow(workflow('Calls', trigger));
	await stage.rest.publish(published);
	const phone = stage.simulator.phone(OWNER);
	const missed = await ringing();
	missed.hangUp();
	const rejected = await ringing();
	phone.rejectCall(rejected.id);
	const answered = await ringing();
	phone.answerCall(answered.id);
	answered.hangUp(95);
	const expected: Array<[call: VirtualCall, event: string, more?: object]> = [
		[missed, 'call.received'],
		[missed, 'call.missed', { isVideo: false }],
		[rejected, 'call.rejected', { rejectedOn: 'phone' }],
		[answered, 'call.answeredElsewhere'],
		[answered, 'call.ended', { durationSeconds: 95 }],
	];
	for (const [{ id: callId }, event, more = {}] of expected) {
		const isIt = (json: Record<string, unknown>) =>
			json['callId'] === callId && json['event'] === event;
		const itemsOf = ({ output }: Execution) => output[TRIGGER_NAME] ?? [];
		const execution = await stage.rest.executionWhere(published.id, event, WITHIN_MS, (started) =>
			itemsOf(started).some(({ json }) => isIt(json)),
		);
		const item = itemsOf(execution).find(({ json }) => isIt(json));
		expect(item?.json).toMatchObject({ from: { phone: CONTACT }, ...more });
	}
});

test('Call link', async () => {
	expect(await json('createLink', { media: 'voice' })).toEqual([
		{
			link: expect.stringMatching(/^https:\/\/call\.whatsapp\.com\/voice\//),
			media: 'voice',
			startsAt: null,
		},
	]);
	const planned = { media: 'video', options: { startsAt: '2030-01-31T18:00:00Z' } };
	expect(await json('createLink', planned)).toMatchObject([
		{ startsAt: '2030-01-31T18:00:00.000Z' },
	]);
	const past = { media: 'video', options: { startsAt: '2020-01-31T18:00:00Z' } };
	expect(await errorOf('createLink', past)).toContain('that is over');
});
