import { OWNER as USER } from '../../scripts/n8n/home.mjs';
import { waitFor } from '../../scripts/n8n/rest.mjs';
import { TRIGGER_NAME, whatsAppTrigger, workflow } from '../../scripts/n8n/workflows.mjs';
import { type Postgres, startPostgres } from '../../scripts/services/postgres.mjs';
import type { VirtualContact } from '../simulator';
import {
	type ChatMessage,
	type ChatModel,
	picturesOf,
	startChatModel,
	textOf,
} from '../support/chat-model';
import { png } from '../support/files';
import type { TemplateNode } from '../support/templates';
import { modelCredential } from './agent';
import { useStage, WITHIN_MS } from './harness';
import { publishTemplate } from './template';

/**
 * The template of the AI agent over a whole conversation, as people have them: in pieces, with a picture, with a person who takes
 * over and gives it back, and with an n8n that is killed.
 */

const stage = useStage();
const OWNER = stage.number(1);
const CONTACT = stage.number(2);
const OTHER = stage.number(3);
const PICTURE = png();
/** A conversation takes its time: it is quiet for eight seconds before each answer. */
const LONG_MS = 1_200_000;

type Piece = string | { picture: Buffer; caption: string };

interface Turn {
	said: string;
	answer: string;
}

/** What the model was asked: what was said before in the chat, both sides, and what is said now. */
interface Request {
	name: string;
	before: string[];
	said: string;
	pictures: string[];
}

let postgres: Postgres;
let model: ChatModel;
const requests: Request[] = [];
const talks: Talk[] = [];

beforeAll(async () => {
	postgres = await startPostgres();
	model = await startChatModel([], (messages) => {
		const request = read(messages);
		requests.push(request);
		const talk = talks.find(({ who }) => who.name === request.name);
		const turn = talk?.turns.find(({ said }) => said === request.said);
		return turn?.answer ?? `What do you mean by "${request.said}"?`;
	});
});
afterAll(async () => {
	await model.close();
	await postgres.close();
});

function read([system, ...others]: readonly ChatMessage[]): Request {
	const answered = others.findLastIndex(({ role }) => role === 'assistant') + 1;
	const now = others.slice(answered);
	return {
		name: /You talk with (\w+)/.exec(system ? textOf(system) : '')?.[1] ?? '',
		before: others.slice(0, answered).map(textOf),
		said: now.map(textOf).filter(Boolean).join('\n'),
		pictures: now.flatMap(picturesOf),
	};
}

type Talk = ReturnType<typeof talkWith>;

/** What somebody writes, and what the chat has to show of the other side. */
function talkWith(who: VirtualContact) {
	const turns: Turn[] = [];
	const shown: string[] = [];

	/** Resolves with the IDs when it is on its way. */
	async function write(...pieces: Piece[]): Promise<string[]> {
		const ids: string[] = [];
		for (const piece of pieces) {
			ids.push(
				typeof piece === 'string'
					? await who.sendText(OWNER, piece)
					: await who.sendMedia(OWNER, 'image', piece.picture, {
							mimetype: 'image/png',
							caption: piece.caption,
						}),
			);
		}
		return ids;
	}

	/** From now on these are one turn, with this answer. */
	function expectTurn(pieces: Piece[], answer: string): void {
		const words = pieces.map((piece) => (typeof piece === 'string' ? piece : piece.caption));
		turns.push({ said: words.join('\n'), answer });
		shown.push(answer);
	}

	async function answered(answer: string): Promise<void> {
		await waitFor(
			() => `"${answer}"; the model was asked ${JSON.stringify(requests.map(({ said }) => said))}`,
			WITHIN_MS,
			async () => who.received.some(({ text }) => text === answer),
		);
	}

	return {
		who,
		turns,
		shown,
		write,
		expectTurn,
		answered,
		/** A turn from its first piece to its answer. */
		async turn(pieces: Piece[], answer: string): Promise<void> {
			expectTurn(pieces, answer);
			await write(...pieces);
			await answered(answer);
		},
	};
}

/** The memory outlives n8n. */
function rememberInPostgres(node: TemplateNode): TemplateNode {
	if (node.name !== 'Memory of the chat') return node;
	return { ...node, type: '@n8n/n8n-nodes-langchain.memoryPostgresChat' };
}

async function postgresCredential() {
	const { host, port, user, password, database } = postgres.options;
	const data = { host, port, user, password, database, ssl: 'disable' };
	return await stage.rest.createCredential({ name: 'Memory', type: 'postgres', data });
}

/** Resolves when WhatsApp was told that the number has a message. */
async function isTaken(messageId = ''): Promise<void> {
	await stage.simulator.traffic.waitFor(({ direction, stanza }) => {
		return direction === 'in' && stanza.tag === 'receipt' && stanza.attrs['id'] === messageId;
	}, WITHIN_MS);
}

/** A workflow that is told who answers in a chat. */
async function publishTold() {
	const trigger = whatsAppTrigger(stage.credential, [
		'conversation.paused',
		'conversation.resumed',
	]);
	const saved = await stage.rest.createWorkflow(workflow('Told', trigger));
	await stage.rest.publish(saved);
	return async (event: string) => {
		await stage.rest.executionWhere(saved.id, event, WITHIN_MS, ({ output }) =>
			(output[TRIGGER_NAME] ?? []).some(({ json }) => json['event'] === event),
		);
	};
}

/** @param meanwhile what happens until it is started again */
async function killN8n(meanwhile: () => Promise<unknown> = async () => undefined): Promise<void> {
	await stage.n8n.kill();
	await meanwhile();
	await stage.n8n.start();
	await stage.rest.logIn(USER);
}

test(
	'every piece is answered once, in its turn, but for what a person answers',
	async () => {
		const other = await stage.simulator.contact(OTHER, { name: 'Otto' });
		const [ana, otto] = [talkWith(stage.contact), talkWith(other)];
		talks.push(ana, otto);
		const credentials = [
			stage.credential,
			await modelCredential(stage, model),
			await postgresCredential(),
		];
		await publishTemplate(stage, 'ai-agent', rememberInPostgres, credentials);
		const told = await publishTold();
		const maria = async (text: string) => {
			ana.shown.push(text);
			await stage.simulator.phone(OWNER).sendText(CONTACT, text);
		};

		await ana.turn(
			['Good morning', 'I have bought a lamp from you', 'The order is 1042'],
			'Good morning Ana! What about your lamp?',
		);
		await ana.turn(
			['It flickers', { picture: PICTURE, caption: 'Like this' }, 'Is that normal?'],
			'It is not. Did you try another bulb?',
		);
		await ana.turn(['I did', 'and another socket'], 'Then something is wrong with it.');

		// n8n dies while somebody writes.
		const pieces = ['Can I send it back', 'even without the box', 'and get a new one?'] as const;
		ana.expectTurn([...pieces], 'You can.');
		const [, second] = await ana.write(...pieces.slice(0, 2));
		await isTaken(second);
		await killN8n(async () => await ana.write(pieces[2]));
		await ana.answered('You can.');

		// n8n dies while the answer is typed.
		const answer = 'You do not have to pay for it: print the label that I have sent you by mail.';
		const typed = ana.who.typing.length;
		ana.expectTurn(['Thank you', 'What do I pay for that?'], answer);
		await ana.write('Thank you', 'What do I pay for that?');
		await waitFor(
			() => 'the answer to be typed',
			WITHIN_MS,
			async () => ana.who.typing.slice(typed).includes('composing'),
		);
		await killN8n();
		await ana.answered(answer);

		// A person takes over, and the agent has another chat meanwhile.
		await maria('Hello Ana, this is Maria. Did it fall?');
		await told('conversation.paused');
		await ana.write('Hello Maria', 'My cat has thrown it over', 'Do I get a new one all the same?');
		await otto.turn(['Hello', 'Are you open today?'], 'Hello Otto! Until six.');
		await maria('You do.');
		await ana.write('How kind of you!');
		await otto.turn(['And tomorrow', 'from when on?'], 'From nine.');
		await maria('#bot on');
		await told('conversation.resumed');

		await ana.turn(['One more thing', 'When will it be here?'], 'On Friday.');
		await ana.turn(['And', 'what was', 'my order again?'], 'It was 1042.');
		await otto.turn(['Good', 'See you then'], 'See you!');

		for (const { who, turns, shown } of talks) {
			const its = requests.filter(({ name }) => name === who.name);
			expect(its.map(({ said }) => said)).toEqual(turns.map(({ said }) => said));
			const both = turns.map((turn) => [turn.said, turn.answer]);
			expect(its.map(({ before }) => before)).toEqual(both.map((_, n) => both.slice(0, n).flat()));
			expect(who.received.map(({ text }) => text).filter(Boolean)).toEqual(shown);
		}
		expect(requests).toHaveLength(ana.turns.length + otto.turns.length);
		expect(requests.flatMap(({ pictures }) => pictures)).toEqual([
			`data:image/png;base64,${PICTURE.toString('base64')}`,
		]);
	},
	LONG_MS,
);
