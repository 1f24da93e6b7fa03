import { actionNode } from '../../../scripts/n8n/workflows.mjs';
import type { VirtualCall } from '../../simulator';
import { outputOf, runNode, useFeatures, useStage } from '../harness';

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
