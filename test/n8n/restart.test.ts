import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OWNER as USER } from '../../scripts/n8n/home.mjs';
import type { Credential } from '../../scripts/n8n/rest.mjs';
import {
	actionNode,
	noOperation,
	whatsAppTrigger,
	workflow,
} from '../../scripts/n8n/workflows.mjs';
import type { VirtualContact } from '../simulator';
import { link, outputOf, sendFrom, setStage, type Stage, WITHIN_MS } from './harness';

const LOGGED_OUT = '5511900000001';
const DELETED = '5511900000002';
const KEPT = '5511900000003';
const CONTACT = '5511900000004';
/** It was paused before n8n was killed. */
const PAUSED = { what: 'campaign', campaign: 'Spring sale' };

/** What happened to numbers before n8n was started again. */
describe('After a restart of n8n', () => {
	let stage: Stage;
	let deleted: Credential;
	let kept: Credential;
	/** The workflow that the number which was logged out starts. */
	let published: { id: string };
	let unlinked: Promise<unknown>;
	let contact: VirtualContact;
	const queued = async (text: string, options: object) =>
		await sendFrom(stage, kept, { to: CONTACT, text, options: { waitFor: 'QUEUED', ...options } });
	const ofCampaign = async (operation: string) =>
		(await outputOf(stage, actionNode(kept, 'queue', operation, PAUSED)))[0]?.json;

	beforeAll(async () => {
		stage = await setStage();
		const { n8n, rest, simulator } = stage;
		const loggedOut = await link(stage, LOGGED_OUT);
		const publish = async (name: string, event: string) => {
			const trigger = whatsAppTrigger(loggedOut, [event]);
			const saved = await rest.createWorkflow(workflow(name, trigger, noOperation('End')));
			await rest.publish(saved);
			return saved;
		};
		published = await publish('Logged out', 'message.incoming');
		const told = await publish('Told', 'session.loggedOut');
		simulator.phone(LOGGED_OUT).unlink();
		await rest.executionWhere(told.id, 'the log-out', WITHIN_MS, () => true);

		deleted = await link(stage, DELETED);
		kept = await link(stage, KEPT);
		await rest.deleteCredential(deleted);
		unlinked = simulator.traffic.waitFor(
			({ direction, stanza }) =>
				direction === 'in' && JSON.stringify(stanza).includes('remove-companion-device'),
			300_000,
		);
		contact = await simulator.contact(CONTACT, { name: 'Ana' });
		await ofCampaign('pause');
		await queued('an offer', { campaign: PAUSED.campaign });
		await n8n.kill();
		await n8n.start();
		await rest.logIn(USER);
	});
	afterAll(async () => await stage.stop());

	test('a number whose credential was deleted is unlinked, and no other', async () => {
		const { n8n, simulator } = stage;
		await unlinked;
		expect(simulator.phone(DELETED).devices()).toEqual([]);
		expect(simulator.phone(KEPT).devices()).toHaveLength(1);
		// Its data stays for a while: the credential may come back with a backup.
		for (const { id } of [deleted, kept]) {
			expect(existsSync(join(n8n.home, '.n8n', 'whatsapp-linked', id))).toBe(true);
		}
	}, 600_000);

	test('a campaign is paused still, answers go past it, and it goes on when it is resumed', async () => {
		const { messageId } = await queued('an answer', {});
		await contact.waitForMessage(String(messageId), WITHIN_MS);
		expect(await ofCampaign('resume')).toMatchObject({ paused: false, waiting: 1 });
		await contact.waitForMessage(({ text }) => text === 'an offer', WITHIN_MS);
		expect(contact.received.map(({ text }) => text)).toEqual(['an answer', 'an offer']);
	});

	test('a trigger of a number that was logged out is published still', async () => {
		await stage.rest.published(published.id);
	});
});
